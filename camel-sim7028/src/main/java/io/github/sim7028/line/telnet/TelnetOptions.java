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
package io.github.sim7028.line.telnet;

import static io.github.sim7028.line.telnet.TelnetDecoder.DO;
import static io.github.sim7028.line.telnet.TelnetDecoder.DONT;
import static io.github.sim7028.line.telnet.TelnetDecoder.WILL;
import static io.github.sim7028.line.telnet.TelnetDecoder.WONT;

import java.util.EnumMap;
import java.util.Map;

/**
 * What client and server agreed upon. The client asks for its three options at once; an agreement that is already being asked for
 * or stands is not answered again, so the two never talk in circles (RFC 1143).
 */
public final class TelnetOptions {

    /** The options a line needs or takes. Every other one is refused. */
    public enum Option {
        BINARY(0),
        SUPPRESS_GO_AHEAD(3),
        COM_PORT(44);

        final int code;

        Option(int code) {
            this.code = code;
        }

        static Option of(int code) {
            for (Option option : values()) {
                if (option.code == code) {
                    return option;
                }
            }
            return null;
        }
    }

    public enum State {
        NO,
        ASKED,
        YES,
        REFUSED
    }

    private final Map<Option, State> client = new EnumMap<>(Option.class);
    private final Map<Option, State> server = new EnumMap<>(Option.class);

    TelnetOptions() {
        for (Option option : Option.values()) {
            client.put(option, State.ASKED);
            server.put(option, option == Option.COM_PORT ? State.NO : State.ASKED);
        }
    }

    /** Verb and option in turn: what the client says first. */
    static int[][] opening() {
        return new int[][] {
            {WILL, Option.COM_PORT.code},
            {WILL, Option.BINARY.code},
            {DO, Option.BINARY.code},
            {WILL, Option.SUPPRESS_GO_AHEAD.code},
            {DO, Option.SUPPRESS_GO_AHEAD.code},
        };
    }

    /** Takes in what the server said and returns the verb to answer for that option, or 0 for nothing. */
    int answer(int verb, int code) {
        Option option = Option.of(code);
        return switch (verb) {
            case DO -> option == null ? WONT : agree(client, option, WILL);
            case WILL -> option == null ? DONT : agree(server, option, DO);
            case DONT -> option == null ? 0 : refuse(client, option, WONT);
            case WONT -> option == null ? 0 : refuse(server, option, DONT);
            default -> 0;
        };
    }

    private static int agree(Map<Option, State> side, Option option, int answer) {
        State before = side.put(option, State.YES);
        return before == State.ASKED || before == State.YES ? 0 : answer;
    }

    private static int refuse(Map<Option, State> side, Option option, int answer) {
        return side.put(option, State.REFUSED) == State.YES ? answer : 0;
    }

    /** Whether the client may do what it offered. */
    public State client(Option option) {
        return client.get(option);
    }

    /** Whether the server does what it was asked for. */
    public State server(Option option) {
        return server.get(option);
    }
}
