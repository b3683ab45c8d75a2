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

import io.github.sim7028.simulator.model.QualificationFile;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.ToolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The entries of a transcript, in the order of the file. */
final class Recorded {

    static final String HEADER = "# sim7028 transcript 1";

    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private Recorded() {}

    /**
     * Reads a transcript, or that in the file of a qualification.
     *
     * @throws ToolException if the file cannot be read
     * @throws IllegalArgumentException if it is no transcript; the message names the line
     */
    static List<Entry> read(Path file) throws ToolException {
        List<Entry> entries = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            if (Files.size(file) > MOST_BYTES) {
                throw new ToolException(
                        ExitCodes.FAILED,
                        file + " has more than 256 MiB; split the file, and begin each part with the line " + HEADER);
            }
            String first = in.readLine();
            if (first != null && first.startsWith("{")) {
                return entries(QualificationFile.read(file).transcript());
            }
            if (!HEADER.equals(first)) {
                throw new IllegalArgumentException(
                        file + " is not a transcript: its first line is not '" + HEADER + "'");
            }
            int number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    entries.add(Entry.of(number, line));
                }
            }
            return entries;
        } catch (NoSuchFileException e) {
            throw new ToolException(ExitCodes.FAILED, "The file " + file + " does not exist.", e);
        } catch (IOException e) {
            throw new ToolException(ExitCodes.FAILED, "The file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The entries of a transcript that is not in a file of its own. */
    static List<Entry> entries(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                entries.add(Entry.of(i + 1, lines.get(i)));
            }
        }
        return entries;
    }

    /** The entries of each opened line; what precedes the first opening is a session of its own. */
    static List<List<Entry>> sessions(List<Entry> entries) {
        List<List<Entry>> sessions = new ArrayList<>();
        List<Entry> current = null;
        for (Entry entry : entries) {
            if (current == null || entry.opens()) {
                current = new ArrayList<>();
                sessions.add(current);
            }
            current.add(entry);
        }
        return sessions;
    }
}
