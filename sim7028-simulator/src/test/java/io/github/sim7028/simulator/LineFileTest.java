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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {

    @TempDir
    private Path folder;

    /** A transcript holds what somebody's route sends. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewFileIsForThisUserOnly() throws Exception {
        Path file = folder.resolve("transcript.txt");
        try (LineFile lines = LineFile.open(file.toString())) {
            lines.accept("one");
            assertThat(file).hasContent("one");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasInTheFileIsGone() throws Exception {
        Path file = Files.writeString(folder.resolve("transcript.txt"), "much longer than what follows\n");
        try (LineFile lines = LineFile.open(file.toString())) {
            lines.accept("two");
        }
        assertThat(file).hasContent("two");
    }
}
