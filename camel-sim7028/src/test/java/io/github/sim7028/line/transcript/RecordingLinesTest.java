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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.TranscriptSettings;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that is recorded can do what it can do otherwise. */
class RecordingLinesTest {

    @TempDir
    private Path folder;

    private final List<Boolean> dtr = new ArrayList<>();
    private int dropped;

    /** The file is written by a thread of its own, which must not find its folder gone. */
    @AfterEach
    void theFileIsWritten() {
        await().untilAsserted(
                        () -> assertThat(folder.resolve("told.txt")).content().contains(" * closed"));
    }

    private Line recorded() throws LineException {
        Line wired = new Line() {
            @Override
            public int read(byte[] buffer) {
                return 0;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {}

            @Override
            public boolean setDtr(boolean on) {
                return dtr.add(on);
            }

            @Override
            public boolean writeAt(int bitRate, byte[] bytes) {
                return bitRate == 9600;
            }

            @Override
            public void close() {}
        };
        TranscriptFilter filter = new TranscriptFilter() {
            @Override
            public String toModule(byte[] bytes, int offset, int length) {
                return "";
            }

            @Override
            public String fromModule(byte[] bytes, int offset, int length) {
                return "";
            }

            @Override
            public void dtrDropped() {
                dropped++;
            }
        };
        TranscriptSettings settings = new TranscriptSettings(
                folder.resolve("told.txt"), TranscriptSettings.DEFAULT_SIZE, TranscriptSettings.DEFAULT_FILES);
        return new RecordingLines(() -> wired, settings, () -> filter).open();
    }

    @Test
    void dtrReachesTheLineAndItsDropTheFilter() throws Exception {
        try (Line line = recorded()) {
            assertThat(line.setDtr(false)).isTrue();
            assertThat(line.setDtr(true)).isTrue();
        }
        assertThat(dtr).containsExactly(false, true);
        assertThat(dropped).isEqualTo(1);
    }

    @Test
    void bytesAtAnotherRateAreAnEvent() throws Exception {
        try (Line line = recorded()) {
            assertThat(line.writeAt(9600, new byte[3])).isTrue();
            assertThat(line.writeAt(300, new byte[3])).isFalse();
        }
        Path file = folder.resolve("told.txt");
        await().until(() -> Files.readString(file).contains(" * closed\n"));
        assertThat(Files.readString(file))
                .contains(" * wrote 3 bytes at 9600 baud\n")
                .doesNotContain("300 baud");
    }

    @Test
    void nothingThatALineCanDoIsLeftToItsDefault() throws Exception {
        try (Line line = recorded()) {
            assertThat(methods(line.getClass())).containsAll(methods(Line.class));
        }
        assertThat(methods(RecordingLines.class)).containsAll(methods(LineFactory.class));
    }

    private static List<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .toList();
    }
}
