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
package io.github.sim7028.line;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The settings of a transcript: the file, and how much is kept.
 *
 * @param file  appended to; older files are {@code file.1}, {@code file.2} and so on
 * @param size  number of bytes after which a new file is started, 65536 to 1073741824
 * @param files number of files kept, including the current file, 1 to 100
 */
public record TranscriptSettings(Path file, long size, int files) {

    public static final long DEFAULT_SIZE = 10L * 1024 * 1024;
    public static final int DEFAULT_FILES = 5;

    public TranscriptSettings {
        Objects.requireNonNull(file, "file");
        if (size < 65_536 || size > 1L << 30) {
            throw new IllegalArgumentException(
                    "transcriptSize: " + size + " is out of range; allowed are 65536 to 1073741824 bytes");
        }
        if (files < 1 || files > 100) {
            throw new IllegalArgumentException("transcriptFiles: " + files + " is out of range; allowed are 1 to 100");
        }
    }

    /** The older files, too: {@code age} counts from 1. */
    public Path older(int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }

    /** Whether both would write the same file, or one would write an older file of the other. */
    public boolean collidesWith(TranscriptSettings other) {
        Set<Path> mine = paths();
        return other.paths().stream().anyMatch(mine::contains);
    }

    /** The file and the older files. */
    public Set<Path> paths() {
        return IntStream.range(0, files)
                .mapToObj(age -> age == 0 ? file : older(age))
                .map(path -> path.toAbsolutePath().normalize())
                .collect(Collectors.toSet());
    }
}
