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

import io.github.sim7028.line.util.PrivateFiles;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.ToolException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a new transcript goes. */
final class Output {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The new file, which must not exist. Default: standard output.")
    private Path file;

    Path file() {
        return file;
    }

    /** @param note a comment that says what was done */
    void write(List<Entry> entries, String note, PrintWriter out) throws ToolException {
        StringBuilder text = new StringBuilder(Recorded.HEADER)
                .append('\n')
                .append("# ")
                .append(note)
                .append('\n');
        entries.forEach(entry -> text.append(entry.line()).append('\n'));
        if (file == null) {
            out.print(text);
            out.flush();
            return;
        }
        if (Files.exists(file)) {
            throw new IllegalArgumentException("--output: the file " + file + " exists already; choose another name");
        }
        try {
            PrivateFiles.replace(file.toAbsolutePath(), text.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new ToolException(ExitCodes.FAILED, "The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
