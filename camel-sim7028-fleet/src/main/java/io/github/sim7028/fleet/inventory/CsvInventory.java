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
import io.github.sim7028.line.util.ForeignText;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file with one modem a line: {@code name,device,…}. The first line has the names of the columns: {@code name}, and options of a modem. An empty
 * field leaves the option as it is in the component's own options. A field may hold {@code {{env:…}}} and all other placeholders of Camel.
 */
public final class CsvInventory {

    private static final String NAME = "name";
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .setCommentMarker('#')
            .get();

    private final Path file;
    private final ModemOptions options;

    /** @param template makes a copy of the options that all modems have in common */
    public CsvInventory(Path file, CamelContext context, Supplier<Sim7028ModemConfiguration> template) {
        this.file = file;
        this.options = new ModemOptions(context, template);
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

    @Override
    public String toString() {
        return "the inventory " + file;
    }

    /** Changes when the file is written or replaced. */
    Object stamp() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    }

    private final class Parsing {

        private final CSVParser parser;
        private final List<String> columns = new ArrayList<>();
        private final Map<String, Long> lines = new HashMap<>();
        private final Map<String, String> devices = new HashMap<>();
        private boolean secrets;

        Parsing(CSVParser parser) {
            this.parser = parser;
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
                if (!column.equals(NAME) && !options.known(column)) {
                    throw refused(line, ForeignText.shown(column), "is neither name nor an option of a modem");
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
            try {
                lines.put(modem(row, modems), line);
            } catch (ModemOptions.Refusal e) {
                throw new InventoryException("the inventory " + file + ", line " + line + ", column " + e.getMessage());
            }
        }

        /** Returns the name. */
        private String modem(CSVRecord row, Map<String, Inventory.Entry> modems) throws ModemOptions.Refusal {
            Sim7028ModemConfiguration modem = options.common();
            List<String> values = new ArrayList<>();
            String name = "";
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                secrets |=
                        !row.get(i).isEmpty() && !ModemOptions.placeholder(row.get(i)) && ModemOptions.secret(column);
                String value = options.resolved(column, row.get(i));
                values.add(value);
                if (column.equals(NAME)) {
                    name = value;
                } else if (!value.isEmpty()) {
                    options.set(modem, column, value, row.get(i));
                }
            }
            options.requireName(name);
            if (modems.containsKey(name)) {
                throw new ModemOptions.Refusal(NAME, "is '" + name + "', as in line " + lines.get(name));
            }
            options.check(modem);
            for (String device : modem.identities()) {
                String other = devices.putIfAbsent(device, name);
                if (other != null && !other.equals(name)) {
                    throw new ModemOptions.Refusal(
                            "device", "is " + device + ", which modem '" + other + "' has already");
                }
            }
            modems.put(name, new Inventory.Entry(modem, values));
            return name;
        }

        private InventoryException refused(long line, String column, String why) {
            return new InventoryException(
                    "the inventory " + file + ", line " + line + ", column " + column + " " + why);
        }
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
