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

import java.util.function.UnaryOperator;

/**
 * A request for the console, whatever the web server.
 *
 * @param method    {@code GET} or another method of HTTP
 * @param path      what follows the path of the console: empty, or beginning with a slash
 * @param parameter the first value of a parameter of the query by its name, null for none
 * @param header    the first value of a header by its name, null for none
 * @param peer      the address from which the request came, as digits; null if it is not known for sure
 */
public record ConsoleRequest(
        String method, String path, UnaryOperator<String> parameter, UnaryOperator<String> header, String peer) {

    /** The value of a parameter, empty for none. */
    String text(String name) {
        String value = parameter.apply(name);
        return value == null ? "" : value;
    }

    /** The value of a parameter that is a number; the nearest limit if the number is beyond it, the lower one for none. */
    long number(String name, long lowest, long highest) {
        try {
            return Math.max(lowest, Math.min(highest, Long.parseLong(text(name))));
        } catch (NumberFormatException e) {
            return lowest;
        }
    }
}
