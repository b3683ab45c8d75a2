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
package io.github.sim7028.console;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;

/**
 * The options of the console, which are properties of the application.
 *
 * @param enabled      {@code sim7028.console.enabled}: whether to serve the console
 * @param path         {@code sim7028.console.path}: the path of the page, which begins with a slash
 * @param allowActions {@code sim7028.console.allow-actions}: whether the page has buttons that control a modem
 * @param allowRemote  {@code sim7028.console.allow-remote}: whether other machines can open the page
 * @param hosts        {@code sim7028.console.hosts}: names, in lower case, by which the page can be opened, besides {@code localhost} and
 *                     addresses
 */
public record ConsoleSettings(
        boolean enabled, String path, boolean allowActions, boolean allowRemote, Set<String> hosts) {

    private static final String PREFIX = "sim7028.console.";
    private static final Set<String> NAMES = Set.of("enabled", "path", "allow-actions", "allow-remote", "hosts");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    /**
     * The options among the properties of an application.
     *
     * @param properties the value of a property by its name, null for none
     * @throws IllegalArgumentException if a value is not allowed; the message names the property
     */
    public static ConsoleSettings of(UnaryOperator<String> properties) {
        String path = properties.apply(PREFIX + "path");
        if (path != null && !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    PREFIX + "path: '" + path
                            + "' is not a path; allowed are letters, digits, '.', '_', '~' and '-' after each '/', as in /sim7028");
        }
        return new ConsoleSettings(
                flag(properties, "enabled", true),
                path == null ? "/sim7028" : path,
                flag(properties, "allow-actions", false),
                flag(properties, "allow-remote", false),
                hosts(properties.apply(PREFIX + "hosts")));
    }

    private static Set<String> hosts(String value) {
        Set<String> hosts = new TreeSet<>();
        if (value != null) {
            for (String each : value.trim().split("\\s*,\\s*")) {
                if (!HOST.matcher(each).matches()) {
                    throw new IllegalArgumentException(PREFIX + "hosts: '" + each
                            + "' is not the name of a host; use names without port, as in modems.example.com,gateway");
                }
                hosts.add(each.toLowerCase(Locale.ROOT));
            }
        }
        return Set.copyOf(hosts);
    }

    /**
     * The options among the properties that Camel knows.
     *
     * @throws IllegalArgumentException if a value or a name is not allowed; the message names the property
     */
    static ConsoleSettings of(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        Set<String> unknown = properties.loadProperties(name -> name.startsWith(PREFIX)).stringPropertyNames().stream()
                .map(name -> name.substring(PREFIX.length()))
                .filter(name -> !NAMES.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + unknown.iterator().next()
                    + " is not an option of the console; the options are " + new TreeSet<>(NAMES));
        }
        return of(name -> properties.resolveProperty(name).orElse(null));
    }

    private static boolean flag(UnaryOperator<String> properties, String name, boolean otherwise) {
        String value = properties.apply(PREFIX + name);
        if (value == null) {
            return otherwise;
        }
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(PREFIX + name + ": '" + value + "' is not allowed; use true or false");
        }
        return Boolean.parseBoolean(value);
    }
}
