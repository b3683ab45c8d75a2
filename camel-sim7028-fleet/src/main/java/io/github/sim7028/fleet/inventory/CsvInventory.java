/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.sim7028.fleet.inventory;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file with one modem a line: {@code name,device,…}. The first line has the names of the columns: {@code name}, and options of a modem. An empty
 * field leaves the option as it is in the component's own options. A field may hold {@code {{env:…}}} and all other placeholders of Camel.
 */
public final class CsvInventory {

    private static final String NAME = "name";
    private static final Set<String> SECRET = Set.of("simpin", "passcode", "apnuser", "apnpassword", "initcommands");
    private static final Set<String> RESERVED = Set.of("all", "default");
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .setCommentMarker('#')
            .get();

    private final Path file;
    private final CamelContext context;
    private final Supplier<Sim7028ModemConfiguration> template;

    /** @param template makes a copy of the options that all modems have in common */
    public CsvInventory(Path file, CamelContext context, Supplier<Sim7028ModemConfiguration> template) {
        this.file = file;
        this.context = context;
        this.template = template;
    }

    /** @throws InventoryException if one line of the file cannot be used; then no line is */
    public Inventory read() throws InventoryException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = FORMAT.parse(reader)) {
            return new Parsing(parser).read();
        } catch (NoSuchFileException e) {
            throw new InventoryException("the inventory " + file + " does not exist");
        } catch (CharacterCodingException e) {
            throw new InventoryException("the inventory " + file + " is not in UTF-8");
        } catch (IOException | UncheckedIOException e) {
            // the parser says the line, and does not repeat what is written there
            throw new InventoryException("the inventory " + file + " cannot be read: " + e.getMessage());
        }
    }

    private final class Parsing {

        private final CSVParser parser;
        private final PropertyConfigurer configurer;
        private final List<String> columns = new ArrayList<>();
        private final Map<String, Long> lines = new HashMap<>();
        private final Map<String, String> devices = new HashMap<>();
        private boolean secrets;

        Parsing(CSVParser parser) {
            this.parser = parser;
            this.configurer = PluginHelper.getConfigurerResolver(context)
                    .resolvePropertyConfigurer(Sim7028ModemConfiguration.class.getName(), context);
        }

        Inventory read() throws InventoryException, IOException {
            Map<String, Inventory.Entry> modems = new LinkedHashMap<>();
            long before = 0;
            for (CSVRecord row : parser) {
                // a quoted field may hold line ends: the line where the row begins
                long line = parser.getCurrentLineNumber() - extraLines(row);
                line = Math.max(line, before + 1);
                before = parser.getCurrentLineNumber();
                if (columns.isEmpty()) {
                    header(row, line);
                } else {
                    modem(row, line, modems);
                }
            }
            if (columns.isEmpty()) {
                throw new InventoryException("the inventory " + file
                        + " is empty: the first line has the names of the columns, for example name,device");
            }
            if (secrets) {
                requirePrivate();
            }
            return new Inventory(modems);
        }

        private static long extraLines(CSVRecord row) {
            return row.stream()
                    .mapToLong(field -> field.chars().filter(c -> c == '\n').count())
                    .sum();
        }

        private void header(CSVRecord row, long line) throws InventoryException {
            for (String field : row) {
                String column = field.startsWith("\ufeff") ? field.substring(1) : field;
                boolean known = column.equals(NAME)
                        || configurer instanceof PropertyConfigurerGetter options
                                && options.getOptionType(column, false) != null;
                if (!known) {
                    throw refused(line, column, "is neither name nor an option of a modem");
                }
                if (columns.contains(column)) {
                    throw refused(line, column, "is there twice");
                }
                columns.add(column);
            }
            if (!columns.contains(NAME)) {
                throw new InventoryException(
                        "the inventory " + file + ", line " + line + ": the column name is missing");
            }
        }

        private void modem(CSVRecord row, long line, Map<String, Inventory.Entry> modems) throws InventoryException {
            if (row.size() != columns.size()) {
                throw new InventoryException("the inventory " + file + ", line " + line + " has " + row.size()
                        + " fields, the first line has " + columns.size());
            }
            Sim7028ModemConfiguration modem = template.get();
            List<String> values = new ArrayList<>();
            String name = "";
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                String value = resolved(row.get(i), line, column);
                values.add(value);
                if (column.equals(NAME)) {
                    name = value;
                } else if (!value.isEmpty()) {
                    set(modem, column, value, line);
                }
            }
            requireName(name, line);
            check(modem, name, line);
            modems.put(name, new Inventory.Entry(modem, values));
        }

        private void requireName(String name, long line) throws InventoryException {
            if (name.isEmpty()) {
                throw refused(line, NAME, "is empty");
            }
            if (RESERVED.contains(name)) {
                throw refused(line, NAME, "is '" + name + "', which has a meaning of its own");
            }
            Long other = lines.putIfAbsent(name, line);
            if (other != null) {
                throw refused(line, NAME, "is '" + name + "', as in line " + other);
            }
        }

        private String resolved(String field, long line, String column) throws InventoryException {
            boolean placeholder = field.contains("{{");
            secrets |= !placeholder && !field.isEmpty() && secret(column);
            if (!placeholder) {
                return field;
            }
            try {
                return context.resolvePropertyPlaceholders(field);
            } catch (RuntimeException e) {
                throw refused(
                        line,
                        column,
                        "has a placeholder that cannot be resolved"
                                + (secret(column) && !field.matches("\\{\\{[^{}]*}}") ? "" : ": " + field));
            }
        }

        private void set(Sim7028ModemConfiguration modem, String column, String value, long line)
                throws InventoryException {
            try {
                configurer.configure(context, modem, column, value, false);
            } catch (RuntimeException e) {
                throw refused(
                        line,
                        column,
                        secret(column)
                                ? "is not allowed (value not shown)"
                                : "is '" + value + "', which is not allowed");
            }
        }

        private void check(Sim7028ModemConfiguration modem, String name, long line) throws InventoryException {
            try {
                modem.check();
            } catch (IllegalArgumentException e) {
                // the message begins with the option, and shows no secret
                throw new InventoryException("the inventory " + file + ", line " + line + ", column " + e.getMessage());
            }
            if (modem.getDevice() == null) {
                throw refused(line, "device", "is empty");
            }
            for (String device : modem.identities()) {
                String other = devices.putIfAbsent(device, name);
                if (other != null && !other.equals(name)) {
                    throw refused(line, "device", "is " + device + ", which modem '" + other + "' has already");
                }
            }
        }

        private InventoryException refused(long line, String column, String why) {
            return new InventoryException(
                    "the inventory " + file + ", line " + line + ", column " + column + " " + why);
        }
    }

    private static boolean secret(String column) {
        return SECRET.contains(column.toLowerCase(Locale.ROOT));
    }

    private void requirePrivate() throws InventoryException, IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
            throw new InventoryException("the inventory " + file
                    + " has PINs or passwords and can be read by all users of this machine; run: chmod o-r " + file
                    + ", or write {{env:NAME}} in place of secrets");
        }
    }
}
