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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a serial line when its JVM is told to end. */
@Timeout(60)
class SerialShutdownTest {

    @Test
    void aShutdownHookCanStillTalkToTheModem(@TempDir Path directory) throws Exception {
        try (ServerSocket far = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Socat socat = Socat.toTcp(directory.resolve("modem"), far.getLocalPort());
                Socket peer = far.accept()) {
            LineContract.echo(peer);
            try (Program program = Program.start(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    Farewell.class.getName(),
                    socat.path().toString())) {
                program.awaitReady(() -> program.log().contains("ready"));
                program.terminate();
                program.awaitEnd();

                assertThat(program.log()).contains("said goodbye");
            }
        }
    }

    /** Exchanges bytes in its shutdown hook until jSerialComm's own hook has come to its turn, and some more. */
    static final class Farewell {

        private static final int ROUNDS = 50;

        private Farewell() {}

        public static void main(String[] arguments) throws Exception {
            Line line = Lines.of(arguments[0], SerialSettings.DEFAULT).open();
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try (line) {
                    for (int since = 0; since < ROUNDS; since += jSerialCommWaits() ? 1 : 0) {
                        line.write(new byte[] {7}, 0, 1);
                        LineContract.readFully(line, 1);
                    }
                    System.out.println("said goodbye");
                } catch (IOException e) {
                    e.printStackTrace(System.out);
                } finally {
                    main.interrupt();
                }
            }));
            System.out.println("ready");
            Thread.currentThread().join();
        }

        private static boolean jSerialCommWaits() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals("sim7028-serial-shutdown")
                            && thread.getState() == Thread.State.TIMED_WAITING);
        }
    }
}
