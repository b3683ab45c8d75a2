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
package io.github.sim7028.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.testfuzz.FuzzInput;
import io.github.sim7028.testfuzz.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a host types, nothing fails in the module, and after a reset it answers. */
public class InterpreterFuzzTest {

    private static final int MOST_PIECES = 40;
    private static final int MOST_RAW = 48;
    private static final int ANSWER_MILLIS = 20_000;

    private static final List<String> COMMANDS = List.of(
            "AT",
            "ATE0",
            "ATE1",
            "ATV0",
            "ATQ1",
            "ATI",
            "A/",
            "+++",
            "AT&D1",
            "ATO",
            "AT+CPIN=",
            "AT+CPIN?",
            "AT+CSQ",
            "AT+CEREG=",
            "AT+CEREG?",
            "AT+CGDCONT=",
            "AT+CGDCONT?",
            "AT+CFUN=",
            "AT+NETOPEN",
            "AT+NETOPEN?",
            "AT+NETCLOSE",
            "AT+IPADDR",
            "AT+CIPOPEN=",
            "AT+CIPOPEN?",
            "AT+CIPOPEN=?",
            "AT+CIPSEND=",
            "AT+CIPRXGET=",
            "AT+CIPRXGET?",
            "AT+CIPCLOSE=",
            "AT+CIPHEAD=",
            "AT+CIPSRIP=",
            "AT+CIPMODE=",
            "AT+CIPSENDMODE=",
            "AT+CIPCCFG=",
            "AT+CIPTIMEOUT=",
            "AT+CIPACK=",
            "AT+CDNSGIP=",
            "AT+CPSMS=",
            "AT+CEDRXS=",
            "AT+CCLK=",
            "AT+IPR=",
            "AT+CMEE=",
            "AT+CGATT=",
            "AT+COPS=",
            "AT+CPING=");

    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "2",
            "9",
            "10",
            "-1",
            "1500",
            "1501",
            "65536",
            "4294967296",
            "",
            "\"\"",
            "\"TCP\"",
            "\"UDP\"",
            "\"10.0.0.9\"",
            "\"IP\"",
            "\"internet\"",
            "\"1234\"",
            "\"00:00:00\"",
            "\"01010101\"",
            "\"unclosed",
            "?");

    private static final List<String> ENDS = List.of("\r", "\n", "\r\n", ";", ";+CSQ\r", "\u001a", "\u001b", "\b");

    private static final AtomicReference<LogRecord> FAILED = new AtomicReference<>();
    /** The loop's own log, not forgotten by the garbage collector. */
    private static final Logger LOOP = Logger.getLogger(EventLoop.class.getName());

    private static VirtualModem modem;

    static {
        LOOP.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                    FAILED.compareAndSet(null, record);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    @TestFactory
    Stream<DynamicTest> holdsForEachSeed() throws IOException {
        return Seeds.tests(InterpreterFuzzTest.class, InterpreterFuzzTest::fuzzerTestOneInput);
    }

    @AfterAll
    static synchronized void end() {
        if (modem != null) {
            modem.close();
            modem = null;
        }
    }

    private static synchronized VirtualModem modem() {
        if (modem == null) {
            // what it dials it dials from loopback, and so reaches nobody else
            modem = VirtualModem.builder().bind("127.0.0.1").start();
        }
        return modem;
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        modem().reset();
        try (VirtualPort port = modem().connect()) {
            byte[] typed = typed(input).getBytes(StandardCharsets.ISO_8859_1);
            port.write(typed);
            drain(port);
            modem().reset();
            port.write("AT+CSQ\r".getBytes(StandardCharsets.US_ASCII));
            awaitAnswer(port);
        }
        LogRecord failed = FAILED.getAndSet(null);
        if (failed != null) {
            throw new AssertionError(failed.getMessage(), failed.getThrown());
        }
    }

    private static String typed(FuzzInput input) {
        StringBuilder typed = new StringBuilder();
        for (int left = MOST_PIECES; left > 0 && !input.isOver(); left--) {
            switch (input.below(4)) {
                case 0 -> typed.append(input.of(COMMANDS));
                case 1 -> typed.append(input.of(VALUES)).append(input.flag() ? "," : "");
                case 2 -> typed.append(input.of(ENDS));
                default -> typed.append(input.raw(input.below(MOST_RAW)));
            }
        }
        return typed.toString();
    }

    /** Reads on while the module speaks. */
    private static void drain(VirtualPort port) throws IOException {
        byte[] buffer = new byte[4096];
        int total = 0;
        for (int count = 1; count > 0; ) {
            count = port.read(buffer, 0, buffer.length, 2);
            total += count;
        }
        assertThat(total).isLessThan(1 << 20);
    }

    private static void awaitAnswer(VirtualPort port) throws IOException {
        byte[] buffer = new byte[4096];
        StringBuilder said = new StringBuilder();
        while (said.indexOf("OK") < 0) {
            int count = port.read(buffer, 0, buffer.length, ANSWER_MILLIS);
            if (count <= 0) {
                throw new AssertionError("no answer after a reset; said: " + said);
            }
            said.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
    }
}
