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
package io.github.sim7028.line.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.line.TranscriptSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A transcript's files have a bounded size and number. */
@Isolated("it counts threads")
@ExpectedLog(Said.TRANSCRIPT_ENDS)
class TranscriptFileTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void filesRotateAndTheOldestGo() throws Exception {
        Path path = folder.resolve("new/told.txt");
        TranscriptFile file = new TranscriptFile(new TranscriptSettings(path, 65_536, 3));
        String kilobyte = "x".repeat(1000);
        for (int i = 0; i < 400; i++) {
            file.add('>', i + " " + kilobyte);
        }
        file.add('*', "closed");
        file.pause();
        await().atMost(SOON)
                .until(() -> Files.exists(path) && Files.readString(path).endsWith("closed\n"));
        try (Stream<Path> files = Files.list(path.getParent())) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("told.txt", "told.txt.1", "told.txt.2");
        }
        for (String name : List.of("told.txt", "told.txt.1", "told.txt.2")) {
            Path each = path.resolveSibling(name);
            assertThat(Files.size(each)).isLessThanOrEqualTo(65_536);
            assertThat(Files.readString(each)).startsWith("# sim7028 transcript 1\n");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void onlyThisUserMayReadThemAlsoTheOlderOnes() throws Exception {
        Path path = folder.resolve("secret/told.txt");
        TranscriptFile file = new TranscriptFile(new TranscriptSettings(path, 65_536, 3));
        for (int i = 0; i < 100; i++) {
            file.add('>', "x".repeat(1000));
        }
        file.add('*', "closed");
        file.pause();
        await().atMost(SOON)
                .until(() -> Files.exists(path) && Files.readString(path).endsWith("closed\n"));
        for (Path each : List.of(path, path.resolveSibling("told.txt.1"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkInItsPlaceIsNotFollowed() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        Path path = Files.createSymbolicLink(folder.resolve("link.txt"), victim);
        TranscriptFile file = new TranscriptFile(new TranscriptSettings(path, 65_536, 1));
        file.add('>', "AT\\r");
        await().atMost(SOON).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("Sim7028Transcript-link.txt")));
        assertThat(victim).hasContent("untouched");
    }

    @Test
    void itsThreadGoesWhenThereIsNothingToWrite() {
        Path path = folder.resolve("gone.txt");
        TranscriptFile file = new TranscriptFile(new TranscriptSettings(path, 65_536, 1));
        file.add('>', "AT\\r");
        file.pause();
        await().atMost(SOON).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("Sim7028Transcript-gone.txt")));
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new TranscriptSettings(folder, 10, 1)).hasMessageContaining("transcriptSize: 10");
        assertThatThrownBy(() -> new TranscriptSettings(folder, 65_536, 0)).hasMessageContaining("transcriptFiles: 0");
    }
}
