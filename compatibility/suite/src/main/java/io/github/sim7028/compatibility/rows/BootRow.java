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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.compatibility.ThisColumn;
import io.github.sim7028.compatibility.program.BootProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
public class BootRow {

    @TempDir
    private Path directory;

    /** @param arguments of the application, beside its file of properties */
    static Program boot(Path directory, String yaml, Map<String, String> variables, String... arguments)
            throws Exception {
        Path file = Files.writeString(directory.resolve("application.yml"), yaml);
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[0] = "--spring.config.location=" + file.toUri();
        return new Program(directory, ThisColumn.bootClassPath(), List.of(), BootProgram.class, variables, all);
    }

    @Test
    void anApplicationSendsThroughItsModems() throws Exception {
        try (Peer peer = Peer.keeping();
                Program program = boot(
                        directory,
                        """
                        camel:
                          main.run-controller: true
                          component.sim7028:
                            device: simulator://boot
                            poll-interval: 1m30s
                            modems:
                              roof:
                                device: simulator://roof
                        """,
                        Map.of("PEER", "127.0.0.1:" + peer.port()))) {
            await().atMost(Duration.ofMinutes(4)).until(() -> peer.got().length() == 8 || !program.isAlive());

            // by two connections
            assertThat(peer.got().lines()).as(program.output()).containsExactlyInAnyOrder("one", "two");
            assertThat(program.output()).doesNotContain("WARN", "ERROR");
        }
    }
}
