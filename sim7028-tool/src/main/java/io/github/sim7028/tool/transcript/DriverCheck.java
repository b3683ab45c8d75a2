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
package io.github.sim7028.tool.transcript;

import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.simulator.replay.Replay;
import io.github.sim7028.tool.modem.ModemSession;
import io.github.sim7028.tool.modem.ProfileOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Lets the driver come up on a replay of a transcript, and says where it leaves the recorded path. */
final class DriverCheck {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private DriverCheck() {}

    /**
     * The result.
     *
     * @param ready      whether the driver came up to an open network
     * @param status     where it stood at the end
     * @param divergence where the driver said something else than the recorded host; null if it did not
     */
    record Result(boolean ready, String status, String divergence) {}

    static Result run(Path file, ProfileOptions options) throws IOException, InterruptedException {
        // a PIN that was refused in a transcript is not refused by the card of this user
        Path memory = Files.createTempDirectory("sim7028-check");
        try (Replay replay = Replay.of(file)) {
            String device = "socket://127.0.0.1:" + replay.address().getPort();
            try (ModemSession session =
                    new ModemSession(options.profile(Lines.of(device, SerialSettings.DEFAULT), memory))) {
                ModemStatus status = session.modem().status();
                long end = System.nanoTime() + LIMIT.toNanos();
                while (status.state() != ModemState.READY
                        && replay.divergence().isEmpty()
                        && System.nanoTime() - end < 0) {
                    replay.await(POLL);
                    status = session.modem().status();
                    if (status.state() == ModemState.WAITING) {
                        break;
                    }
                }
                Optional<String> divergence = replay.divergence();
                boolean ready = status.state() == ModemState.READY && divergence.isEmpty();
                return new Result(ready, status.describe(), divergence.orElse(null));
            }
        } finally {
            delete(memory);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
