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

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** A file that takes lines of text, from any thread. */
final class LineFile implements Consumer<String>, AutoCloseable {

    private static final String STANDARD_OUTPUT = "-";

    private final PrintWriter writer;
    private final boolean ours;

    private LineFile(PrintWriter writer, boolean ours) {
        this.writer = writer;
        this.ours = ours;
    }

    /** Opens a file, empty; a new one is for this user only. {@code -} is the standard output. */
    static LineFile open(String target) {
        if (target.equals(STANDARD_OUTPUT)) {
            return new LineFile(new PrintWriter(System.out, true, StandardCharsets.UTF_8), false);
        }
        try {
            return new LineFile(new PrintWriter(privately(Path.of(target)), true, StandardCharsets.UTF_8), true);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("Cannot write the file " + target + ": its folder does not exist", e);
        } catch (AccessDeniedException e) {
            throw new UncheckedIOException("Cannot write the file " + target + ": permission denied", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the file " + target + ": " + e.getMessage(), e);
        }
    }

    private static OutputStream privately(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[] {}));
    }

    @Override
    public void accept(String line) {
        writer.println(line);
    }

    @Override
    public void close() {
        if (ours) {
            writer.close();
        } else {
            writer.flush();
        }
    }
}
