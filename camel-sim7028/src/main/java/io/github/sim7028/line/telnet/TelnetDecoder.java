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

import java.util.Arrays;

/** Tells data from commands in what a telnet server sends (RFC 854), however the bytes are cut. */
final class TelnetDecoder {

    static final int SE = 240;
    static final int SB = 250;
    static final int WILL = 251;
    static final int WONT = 252;
    static final int DO = 253;
    static final int DONT = 254;
    static final int IAC = 255;

    /** Far more than any answer of RFC 2217 except its signature, which is not needed. */
    private static final int LONGEST_SUBNEGOTIATION = 64;

    /** The listener of the commands. */
    interface Listener {

        /** One of {@link #WILL}, {@link #WONT}, {@link #DO} and {@link #DONT}, and the option meant. */
        void negotiated(int verb, int option);

        /** The option and, behind it, what is said about it. */
        void subnegotiated(byte[] content);
    }

    private enum State {
        DATA,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    private final Listener listener;
    private final byte[] subnegotiation = new byte[LONGEST_SUBNEGOTIATION];
    private int subnegotiationLength;
    private State state = State.DATA;
    private int verb;

    TelnetDecoder(Listener listener) {
        this.listener = listener;
    }

    /**
     * Moves the data of the first {@code length} bytes together at the start of the buffer.
     *
     * @return how many bytes of data there are
     */
    int decode(byte[] buffer, int length) {
        int data = 0;
        for (int i = 0; i < length; i++) {
            int value = buffer[i] & 0xFF;
            switch (state) {
                case DATA -> {
                    if (value == IAC) {
                        state = State.COMMAND;
                    } else {
                        buffer[data++] = buffer[i];
                    }
                }
                case COMMAND -> {
                    state = afterIac(value);
                    if (value == IAC) {
                        buffer[data++] = (byte) IAC;
                    }
                }
                case OPTION -> {
                    state = State.DATA;
                    listener.negotiated(verb, value);
                }
                case SUBNEGOTIATION -> {
                    if (value == IAC) {
                        state = State.SUBNEGOTIATION_COMMAND;
                    } else {
                        append(value);
                    }
                }
                case SUBNEGOTIATION_COMMAND -> state = afterIacInSubnegotiation(value);
            }
        }
        return data;
    }

    private State afterIac(int value) {
        return switch (value) {
            case WILL, WONT, DO, DONT -> {
                verb = value;
                yield State.OPTION;
            }
            case SB -> {
                subnegotiationLength = 0;
                yield State.SUBNEGOTIATION;
            }
            // a doubled IAC is data; every other command, NOP and Go Ahead among them, asks for nothing
            default -> State.DATA;
        };
    }

    private State afterIacInSubnegotiation(int value) {
        if (value != SE) {
            append(value);
            return State.SUBNEGOTIATION;
        }
        if (subnegotiationLength > 0 && subnegotiationLength <= LONGEST_SUBNEGOTIATION) {
            listener.subnegotiated(Arrays.copyOf(subnegotiation, subnegotiationLength));
        }
        return State.DATA;
    }

    /** Counts one byte beyond the end, so that what is too long is known and dropped. */
    private void append(int value) {
        if (subnegotiationLength < LONGEST_SUBNEGOTIATION) {
            subnegotiation[subnegotiationLength++] = (byte) value;
        } else {
            subnegotiationLength = LONGEST_SUBNEGOTIATION + 1;
        }
    }
}
