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
package io.github.sim7028.at.command;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AT+CIPOPEN? (2.1.3): the links that are open, by number. */
public final class OpenLinksQuery extends AtCommand<Map<Integer, OpenLinksQuery.Peer>> {

    private static final Pattern LINK = Pattern.compile(
            "\\+CIPOPEN: ?([0-9]{1,2})(?:, ?\"(TCP|UDP)\", ?\"([^\"]*)\", ?([0-9]{1,5})?, ?(-?[0-9])?)?");

    private final Map<Integer, Peer> open = new TreeMap<>();
    private boolean answered;

    /**
     * Who a link leads to.
     *
     * @param type   {@code TCP} or {@code UDP}
     * @param host   the peer's address
     * @param port   the peer's port
     * @param server the index of the server that accepted it, -1 for a client
     */
    public record Peer(String type, String host, int port, int server) {}

    public OpenLinksQuery() {
        super("AT+CIPOPEN?");
    }

    @Override
    public boolean accept(String line) {
        Matcher matcher = LINK.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        answered = true;
        if (matcher.group(2) != null) {
            open.put(
                    Integer.parseInt(matcher.group(1)),
                    new Peer(
                            matcher.group(2),
                            matcher.group(3),
                            number(matcher.group(4), 0),
                            number(matcher.group(5), -1)));
        }
        return true;
    }

    @Override
    public boolean mayEnd() {
        return answered;
    }

    @Override
    public Map<Integer, Peer> result() {
        return Map.copyOf(open);
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }
}
