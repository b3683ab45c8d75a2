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
package io.github.sim7028.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.simulator.VirtualModem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A pseudo-terminal with a virtual modem behind it. */
public final class Pty implements AutoCloseable {

    private final Path path;
    private final Process socat;

    private Pty(Path path, Process socat) {
        this.path = path;
        this.socat = socat;
    }

    public static Pty of(VirtualModem modem, Path folder) throws IOException {
        Path path = folder.resolve("ttySIM7028");
        Process socat;
        try {
            socat = new ProcessBuilder(
                            "socat",
                            "pty,raw,echo=0,link=" + path,
                            "tcp:127.0.0.1:" + modem.listen().getPort() + ",nodelay")
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "the program socat is not installed");
            throw e;
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(path));
        return new Pty(path, socat);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() {
        socat.destroy();
        try {
            if (!socat.waitFor(5, TimeUnit.SECONDS)) {
                socat.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
