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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.at.codec.TranscriptMasker;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.TranscriptSettings;
import io.github.sim7028.line.transcript.RecordingLines;
import io.github.sim7028.tool.transcript.Masking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Records the dialogue of a qualification in a file that is deleted afterwards. */
final class Recorder implements AutoCloseable {

    private static final String HEADER = "# sim7028 transcript 1";
    private static final long WRITTEN_MILLIS = 5000;
    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final Path file;

    Recorder() throws IOException {
        folder = Files.createTempDirectory("sim7028-qualify");
        file = folder.resolve("transcript.txt");
    }

    /** The same lines, recorded. */
    LineFactory recording(LineFactory lines) {
        TranscriptSettings settings = new TranscriptSettings(file, TranscriptSettings.DEFAULT_SIZE, 1);
        return new RecordingLines(lines, settings, () -> TranscriptMasker.beginningWithCommands(true));
    }

    /** The lines of the transcript, masked; call after the line was closed. */
    List<String> transcript() throws IOException, InterruptedException {
        List<String> lines = List.of();
        // the file is written beside the line
        for (long waited = 0; waited < WRITTEN_MILLIS; waited += POLL_MILLIS) {
            lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
            if (!lines.isEmpty() && lines.get(lines.size() - 1).matches("\\S+ \\* (closed|ended|lost.*|refused.*)")) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        List<String> all = new ArrayList<>(List.of(HEADER));
        all.addAll(Masking.maskedLines(lines, true));
        return all;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
    }
}
