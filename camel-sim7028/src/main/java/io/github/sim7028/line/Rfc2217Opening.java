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
package io.github.sim7028.line;

import io.github.sim7028.line.telnet.ComPort;
import io.github.sim7028.line.telnet.TelnetOptions;
import io.github.sim7028.line.telnet.TelnetOptions.Option;
import io.github.sim7028.line.telnet.TelnetOptions.State;
import io.github.sim7028.line.telnet.TelnetSession;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agrees with a terminal server upon RFC 2217 and sets its serial port up, before any data goes over the line. */
final class Rfc2217Opening {

    private static final Logger LOG = LoggerFactory.getLogger(Rfc2217Opening.class);

    /** How long a server may take to agree upon the options. */
    static final Duration AGREEMENT = Duration.ofSeconds(5);

    private static final Duration ANSWERS = Duration.ofSeconds(2);
    private static final int LONGEST_EXPLANATION = 200;

    private final String device;
    private final Socket socket;
    private final Rfc2217Line line;
    private final Duration agreement;
    private final byte[] buffer = new byte[1024];
    private final StringBuilder explanation = new StringBuilder();

    Rfc2217Opening(String device, Socket socket, Rfc2217Line line, Duration agreement) {
        this.device = device;
        this.socket = socket;
        this.line = line;
        this.agreement = agreement;
    }

    /** Returns when the port is set up; data that comes before is dropped, as it is when a serial port is opened. */
    void run(SerialSettings settings) throws IOException {
        line.session().start();
        agree(line.session().options());
        set(settings);
        socket.setSoTimeout(0);
    }

    private void agree(TelnetOptions options) throws IOException {
        boolean answered = await(
                agreement,
                () -> options.client(Option.COM_PORT) == State.REFUSED
                        || (isYes(options.client(Option.COM_PORT)) || isYes(options.server(Option.COM_PORT)))
                                && options.client(Option.BINARY) != State.ASKED
                                && options.server(Option.BINARY) != State.ASKED);
        if (options.client(Option.COM_PORT) == State.REFUSED) {
            throw new LineException(device + " speaks telnet but not RFC 2217; enable it at the terminal server"
                    + " (ser2net: telnet(rfc2217)) or serve raw TCP and use socket://");
        }
        if (!answered) {
            throw new LineException(device + " does not answer as an RFC 2217 server within " + agreement.toMillis()
                    + " ms; if the terminal server serves raw TCP there, use socket://");
        }
        if (!isYes(options.client(Option.BINARY)) || !isYes(options.server(Option.BINARY))) {
            throw new LineException(device + " refuses binary telnet, which payload needs");
        }
    }

    private static boolean isYes(State state) {
        return state == State.YES;
    }

    private void set(SerialSettings settings) throws IOException {
        SocketException lost = null;
        try {
            request(settings);
        } catch (SocketException e) {
            // what the server said before it hung up is still to be read
            lost = e;
        }
        boolean all = await(
                ANSWERS,
                () -> line.answer(ComPort.SET_BAUD_RATE) != null
                        && line.answer(ComPort.SET_DATA_SIZE) != null
                        && line.answer(ComPort.SET_PARITY) != null
                        && line.answer(ComPort.SET_STOP_SIZE) != null
                        && line.answer(ComPort.PURGE_DATA) != null);
        if (lost != null) {
            throw ended(lost);
        }
        check(ComPort.SET_BAUD_RATE, "baud rate", settings.baudRate());
        check(ComPort.SET_DATA_SIZE, "number of data bits", settings.dataBits());
        check(ComPort.SET_PARITY, "parity", parity(settings.parity()));
        check(ComPort.SET_STOP_SIZE, "number of stop bits", settings.stopBits());
        if (!all) {
            LOG.debug("{} did not confirm all of {}; continuing", device, settings);
        }
    }

    private static int parity(Parity parity) {
        return switch (parity) {
            case NONE -> 1;
            case ODD -> 2;
            case EVEN -> 3;
            case MARK -> 4;
            case SPACE -> 5;
        };
    }

    private static int flowControl(FlowControl flowControl) {
        return switch (flowControl) {
            case NONE -> 1;
            case RTSCTS -> 3;
        };
    }

    private void request(SerialSettings settings) throws IOException {
        TelnetSession session = line.session();
        session.sendComPort(
                ComPort.SET_BAUD_RATE,
                ByteBuffer.allocate(4).putInt(settings.baudRate()).array());
        session.sendComPort(ComPort.SET_DATA_SIZE, (byte) settings.dataBits());
        session.sendComPort(ComPort.SET_PARITY, (byte) parity(settings.parity()));
        session.sendComPort(ComPort.SET_STOP_SIZE, (byte) settings.stopBits());
        session.sendComPort(ComPort.SET_CONTROL, (byte) flowControl(settings.flowControl()));
        session.sendComPort(ComPort.SET_CONTROL, (byte) ComPort.DTR_ON);
        if (settings.flowControl() == FlowControl.NONE) {
            session.sendComPort(ComPort.SET_CONTROL, (byte) ComPort.RTS_ON);
        }
        session.sendComPort(ComPort.SET_LINE_STATE_MASK, (byte) 0);
        session.sendComPort(ComPort.SET_MODEM_STATE_MASK, (byte) 0);
        session.sendComPort(ComPort.PURGE_DATA, (byte) ComPort.PURGE_BOTH);
    }

    private void check(int command, String name, int wanted) throws LineException {
        Integer confirmed = line.answer(command);
        // 0 is what some servers say for "I do not know"
        if (confirmed != null && confirmed != 0 && confirmed != wanted) {
            throw new LineException(device + " does not accept the " + name + ": " + wanted + " was requested, "
                    + confirmed + " was set (numbers of RFC 2217)");
        }
    }

    /** Reads until it holds; false when it does not in time. */
    private boolean await(Duration limit, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long rest = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (rest <= 0) {
                return false;
            }
            socket.setSoTimeout((int) rest);
            try {
                int count = line.session().read(buffer);
                if (count < 0) {
                    throw ended(null);
                }
                keep(count);
            } catch (SocketTimeoutException e) {
                return condition.getAsBoolean();
            } catch (SocketException e) {
                throw ended(e);
            }
        }
        return true;
    }

    private LineException ended(IOException cause) {
        String said = explanation.toString().strip();
        return new LineException(
                device + ": the terminal server ended the connection" + (said.isEmpty() ? "" : ", saying: " + said),
                cause);
    }

    /** A server that cannot open its device says so in plain text and hangs up. */
    private void keep(int count) {
        String text = new String(buffer, 0, count, StandardCharsets.US_ASCII).replaceAll("[^ -~]+", " ");
        int room = LONGEST_EXPLANATION - explanation.length();
        explanation.append(text, 0, Math.min(text.length(), Math.max(0, room)));
    }
}
