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
package io.github.sim7028.simulator.cli;

import io.github.sim7028.simulator.replay.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine;

/**
 * Plays a transcript once, and says how it went.
 *
 * @param transcript the file
 * @param speed how many times as fast as recorded, 0 without pauses
 * @param pty the path of a pseudo-terminal, or null
 */
record ReplayRun(Path transcript, double speed, InetSocketAddress address, Path pty) {

    /** Plays until the end of the transcript or of the program; returns the exit code. */
    int play(PrintWriter out, Lifetime lifetime) throws IOException, InterruptedException {
        try (Replay player = Replay.of(transcript, speed, address);
                PtyBridge bridge = pty == null ? null : new PtyBridge(pty.toAbsolutePath(), player.address())) {
            InetSocketAddress at = player.address();
            out.println("The replay of " + transcript + " is at "
                    + (bridge == null ? at.getHostString() + ':' + at.getPort() : pty));
            out.flush();
            while (!player.await(Duration.ofMillis(200))) {
                if (lifetime.ended()) {
                    return CommandLine.ExitCode.OK;
                }
            }
            player.divergence().ifPresentOrElse(where -> deviated(out, where), () -> {
                out.println("The whole transcript was replayed.");
            });
            return player.divergence().isPresent() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        }
    }

    private void deviated(PrintWriter out, String where) {
        out.println("The host deviated from the transcript: " + where);
        if (speed != 1) {
            out.println("A host that sends at fixed times, as with timer: or keepAliveInterval, requires --speed 1.");
        }
    }
}
