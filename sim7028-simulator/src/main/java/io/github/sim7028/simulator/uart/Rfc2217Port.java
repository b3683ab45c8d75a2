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
package io.github.sim7028.simulator.uart;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A serial port that a host sets over telnet (RFC 854, RFC 2217): tells data from commands, in their order and however the bytes are cut, and
 * answers. The UART of the module has 8 data bits, no parity and one stop bit, whatever the host asks for; the answers say so.
 */
final class Rfc2217Port {

    /** What the commands of the host mean for the UART. */
    interface Line {

        /** Data of the host. */
        void wrote(byte[] bytes, int length);

        /** The host's rate, in bits per second. */
        int rate();

        void rate(int bitsPerSecond);

        void dtr(boolean on);

        /** What the host has not read yet is dropped. */
        void purge();
    }

    /** The most bytes of answers that wait for a host that does not read; until then its commands wait. */
    private static final int MOST_ANSWERS = 4096;

    private static final int SE = 240;
    private static final int SB = 250;
    private static final int WILL = 251;
    private static final int WONT = 252;
    private static final int DO = 253;
    private static final int DONT = 254;
    private static final int IAC = 255;

    private static final int BINARY = 0;
    private static final int SUPPRESS_GO_AHEAD = 3;
    private static final int COM_PORT = 44;

    private static final int SIGNATURE = 0;
    private static final int SET_BAUD_RATE = 1;
    private static final int SET_DATA_SIZE = 2;
    private static final int SET_PARITY = 3;
    private static final int SET_STOP_SIZE = 4;
    private static final int SET_CONTROL = 5;
    private static final int FLOW_SUSPEND = 8;
    private static final int FLOW_RESUME = 9;
    private static final int SET_LINE_STATE_MASK = 10;
    private static final int SET_MODEM_STATE_MASK = 11;
    private static final int PURGE_DATA = 12;
    private static final int ANSWER = 100;

    private static final int DATA_BITS = 8;
    private static final int NO_PARITY = 1;
    private static final int ONE_STOP_BIT = 1;
    private static final int PURGE_TO_HOST = 1;
    private static final int PURGE_BOTH = 3;
    private static final int LONGEST_COMMAND = 64;
    private static final int MOST_BAUD = 4_000_000;

    private enum State {
        DATA,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    private final Line line;
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    /** What this side has said WILL to, and what it has said DO to. */
    private final BitSet ours = new BitSet();

    private final BitSet theirs = new BitSet();
    private final ByteArrayOutputStream command = new ByteArrayOutputStream();
    private State state = State.DATA;
    private int verb;
    private boolean suspended;
    private int flowControl = 1;
    private boolean dtr = true;
    private boolean rts = true;

    Rfc2217Port(Line line) {
        this.line = line;
    }

    /** Whether the host has asked to be sent no data. */
    boolean suspended() {
        return suspended;
    }

    /** Whether so many answers wait that no more is to be read. */
    boolean full() {
        return answers.size() >= MOST_ANSWERS;
    }

    /** Answers that are to be sent before further data, at most as many bytes as the array has; returns how many. */
    int takeAnswers(byte[] into) {
        byte[] all = answers.toByteArray();
        int count = Math.min(into.length, all.length);
        System.arraycopy(all, 0, into, 0, count);
        answers.reset();
        answers.write(all, count, all.length - count);
        return count;
    }

    /** Doubles what would be a command; returns the length. There must be room for twice as many bytes. */
    static int escape(byte[] bytes, int length, byte[] into) {
        int escaped = 0;
        for (int i = 0; i < length; i++) {
            into[escaped++] = bytes[i];
            if ((bytes[i] & 0xff) == IAC) {
                into[escaped++] = bytes[i];
            }
        }
        return escaped;
    }

    /** Takes what the host sent. */
    void receive(byte[] bytes, int length) {
        byte[] data = new byte[length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            int value = bytes[i] & 0xff;
            if (state == State.DATA && value != IAC) {
                data[count++] = bytes[i];
            } else if (state == State.COMMAND && value == IAC) {
                state = State.DATA;
                data[count++] = bytes[i];
            } else {
                // what was written before a command is on the line before it
                count = handOver(data, count);
                take(value);
            }
        }
        handOver(data, count);
    }

    private int handOver(byte[] data, int count) {
        if (count > 0) {
            line.wrote(data, count);
        }
        return 0;
    }

    private void take(int value) {
        switch (state) {
            case DATA -> state = State.COMMAND;
            case COMMAND -> begin(value);
            case OPTION -> {
                state = State.DATA;
                negotiate(verb, value);
            }
            case SUBNEGOTIATION -> {
                if (value == IAC) {
                    state = State.SUBNEGOTIATION_COMMAND;
                } else {
                    append(value);
                }
            }
            case SUBNEGOTIATION_COMMAND -> {
                state = value == SE ? State.DATA : State.SUBNEGOTIATION;
                if (value == SE) {
                    obey(command.toByteArray());
                } else {
                    append(value);
                }
            }
        }
    }

    private void begin(int value) {
        verb = value;
        command.reset();
        state = value == SB ? State.SUBNEGOTIATION : value >= WILL && value <= DONT ? State.OPTION : State.DATA;
    }

    private void append(int value) {
        if (command.size() <= LONGEST_COMMAND) {
            command.write(value);
        }
    }

    /** Answers only what changes something, so that the two sides never talk in circles (RFC 1143). */
    private void negotiate(int said, int option) {
        boolean known = option == BINARY || option == SUPPRESS_GO_AHEAD || option == COM_PORT;
        boolean wanted = said == WILL || said == DO;
        BitSet side = said == WILL || said == WONT ? theirs : ours;
        if (wanted && !known) {
            say(said == WILL ? DONT : WONT, option);
        } else if (known && side.get(option) != wanted) {
            side.set(option, wanted);
            say(side == theirs ? (wanted ? DO : DONT) : wanted ? WILL : WONT, option);
        }
    }

    private void say(int answer, int option) {
        answers.write(IAC);
        answers.write(answer);
        answers.write(option);
    }

    private void obey(byte[] content) {
        if (content.length < 2 || content.length > LONGEST_COMMAND || content[0] != COM_PORT) {
            return;
        }
        byte[] value = Arrays.copyOfRange(content, 2, content.length);
        int first = value.length == 0 ? 0 : value[0] & 0xff;
        switch (content[1]) {
            case SIGNATURE -> {
                if (value.length == 0) {
                    answer(SIGNATURE, "sim7028-simulator".getBytes(StandardCharsets.US_ASCII));
                }
            }
            case SET_BAUD_RATE -> baudRate(value);
            case SET_DATA_SIZE -> answer(SET_DATA_SIZE, DATA_BITS);
            case SET_PARITY -> answer(SET_PARITY, NO_PARITY);
            case SET_STOP_SIZE -> answer(SET_STOP_SIZE, ONE_STOP_BIT);
            case SET_CONTROL -> answer(SET_CONTROL, control(first));
            case FLOW_SUSPEND -> suspended = true;
            case FLOW_RESUME -> suspended = false;
            case SET_LINE_STATE_MASK, SET_MODEM_STATE_MASK -> answer(content[1], first);
            case PURGE_DATA -> {
                if (first == PURGE_TO_HOST || first == PURGE_BOTH) {
                    line.purge();
                }
                answer(PURGE_DATA, first);
            }
            default -> {
                // nothing that a serial line has
            }
        }
    }

    private void baudRate(byte[] value) {
        if (value.length != Integer.BYTES) {
            return;
        }
        int wanted = ByteBuffer.wrap(value).getInt();
        // 0 asks for the rate
        if (wanted > 0 && wanted <= MOST_BAUD) {
            line.rate(wanted);
        }
        answer(
                SET_BAUD_RATE,
                ByteBuffer.allocate(Integer.BYTES).putInt(line.rate()).array());
    }

    /** Sets or tells flow control (0 to 3 and 13 to 19), break (4 to 6), DTR (7 to 9) and RTS (10 to 12); returns how it is then. */
    private int control(int wanted) {
        switch (wanted) {
            case 1, 2, 3 -> flowControl = wanted;
            case 8, 9 -> {
                dtr = wanted == 8;
                line.dtr(dtr);
            }
            case 11, 12 -> rts = wanted == 11;
            default -> {
                // a question, or what makes no difference here
            }
        }
        return switch (wanted) {
            case 0 -> flowControl;
            case 4 -> 6;
            case 7 -> dtr ? 8 : 9;
            case 10 -> rts ? 11 : 12;
            case 13 -> 14;
            default -> wanted;
        };
    }

    private void answer(int of, int value) {
        answer(of, new byte[] {(byte) value});
    }

    private void answer(int of, byte[] value) {
        byte[] escaped = new byte[2 * value.length];
        int length = escape(value, value.length, escaped);
        answers.write(IAC);
        answers.write(SB);
        answers.write(COM_PORT);
        answers.write(of + ANSWER);
        answers.write(escaped, 0, length);
        answers.write(IAC);
        answers.write(SE);
    }
}
