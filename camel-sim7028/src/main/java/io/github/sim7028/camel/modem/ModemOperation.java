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
package io.github.sim7028.camel.modem;

import io.github.sim7028.camel.config.HeaderNames;
import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.camel.message.ControlHeaders;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.report.CommandAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/** What a modem can be asked or told by the option {@code operation} or the header. */
public enum ModemOperation {
    STATUS((modem, asked) -> modem.status()),
    SIGNAL((modem, asked) -> modem.signal()),
    CELL((modem, asked) -> modem.cell()),
    REGISTRATION((modem, asked) -> modem.registration()),
    IP_ADDRESS((modem, asked) -> modem.ipAddress()),
    LINKS((modem, asked) -> modem.links()),
    ACKNOWLEDGED((modem, asked) -> modem.acknowledged(asked.link())),
    RESOLVE((modem, asked) -> modem.resolve(asked.name())),
    CONTEXTS((modem, asked) -> modem.contexts()),
    PING((modem, asked) -> ping(modem, asked)),
    IDENTITY((modem, asked) -> modem.identity()),
    CLOCK((modem, asked) -> modem.clock()),
    BATTERY((modem, asked) -> modem.battery()),
    NET_OPEN((modem, asked) -> modem.netOpen()),
    NET_CLOSE((modem, asked) -> modem.netClose()),
    RECONNECT((modem, asked) -> modem.reconnect()),
    RESTART((modem, asked) -> modem.restart()),
    DIAGNOSE((modem, asked) -> modem.diagnose()),
    COMMAND((modem, asked) -> commands(modem, asked));

    @FunctionalInterface
    private interface Call {
        CompletableFuture<?> begin(ModemOperations modem, Asked asked);
    }

    private final Call call;

    ModemOperation(Call call) {
        this.call = call;
    }

    /**
     * The operation of a name as users write it, such as {@code ipAddress}.
     *
     * @throws IllegalArgumentException listing the names there are
     */
    public static ModemOperation named(String name) {
        return Arrays.stream(values())
                .filter(operation -> OptionNames.of(operation).equalsIgnoreCase(name.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("operation: '" + name + "' is not known; allowed are "
                        + Arrays.stream(values()).map(OptionNames::of).collect(Collectors.joining(", "))));
    }

    /**
     * Begins it.
     *
     * @param message where a name, a link or a command comes from
     * @param headers the headers of the message that count
     * @param link    the link of the endpoint, null when it names none
     * @throws IllegalArgumentException when the message lacks what it needs
     */
    public CompletableFuture<?> begin(ModemOperations modem, Message message, ControlHeaders headers, Integer link) {
        return call.begin(modem, new Asked(message, headers, link));
    }

    /** What a message asks for. */
    private record Asked(Message message, ControlHeaders headers, Integer configured) {

        Object header(String name) {
            return headers.of(message, name);
        }

        /** The host in the header, null for none. */
        String host() {
            return headers.of(message, HeaderNames.REMOTE_HOST, String.class);
        }

        int link() {
            Object link = header(HeaderNames.LINK);
            if (link == null) {
                link = configured;
            }
            if (link == null) {
                link = message.getBody(String.class);
            }
            try {
                return Integer.parseInt(String.valueOf(link).trim());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "link: '" + link + "' is not a link number; set the link number in the header "
                                + HeaderNames.LINK + ", the option link or the body",
                        e);
            }
        }

        String name() {
            String name = host();
            if (name == null) {
                name = message.getBody(String.class);
            }
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("name: the name to resolve is missing; set the name in the header "
                        + HeaderNames.REMOTE_HOST + " or the body");
            }
            return name.trim();
        }
    }

    /** Of the module, or of the host that the header names; the body may be anything, as it is what was there before. */
    private static CompletableFuture<?> ping(ModemOperations modem, Asked asked) {
        String host = asked.host();
        return host == null || host.isBlank() ? modem.ping() : modem.ping(host.trim());
    }

    /** One answer for one command, a list of them for a list. */
    private static CompletableFuture<?> commands(ModemOperations modem, Asked asked) {
        Message message = asked.message();
        Object given = asked.header(HeaderNames.COMMAND);
        if (given == null) {
            given = message.getBody();
        }
        if (given instanceof Collection<?> several) {
            List<CommandAnswer> answers = new ArrayList<>();
            CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
            for (Object line : several) {
                chain = chain.thenCompose(v -> modem.command(String.valueOf(line)))
                        .thenAccept(answers::add);
            }
            return chain.thenApply(v -> answers);
        }
        String line = given == null
                ? null
                : message.getExchange()
                        .getContext()
                        .getTypeConverter()
                        .tryConvertTo(String.class, message.getExchange(), given);
        if (line == null || line.isBlank()) {
            throw new IllegalArgumentException("command: the AT command is missing; set the command in the header "
                    + HeaderNames.COMMAND + " or the body, or a list of commands");
        }
        return modem.command(line);
    }
}
