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
package io.github.sim7028.line.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is written for this user alone can be read by nobody else, nor be sent elsewhere by a link. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class PrivateFilesTest {

    @TempDir
    private Path temp;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = temp.resolve("state");
        PrivateFiles.requireDirectory(directory, false);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static void append(Path file, String text) throws IOException {
        try (FileChannel channel = PrivateFiles.append(file)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void directoriesAndFilesAreMadeForThisUserAlone() throws IOException {
        Path file = directory.resolve("a");
        append(file, "one");
        append(file, "two");
        Path other = directory.resolve("b");
        PrivateFiles.replace(other, new byte[] {1});
        PrivateFiles.replace(other, new byte[] {2, 3});

        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(other)).isEqualTo("rw-------");
        assertThat(PrivateFiles.read(file, 100)).asString().isEqualTo("onetwo");
        assertThat(PrivateFiles.read(other, 100)).containsExactly(2, 3);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, other);
        }
    }

    @Test
    void aFileThatOthersCouldReadBecomesPrivate() throws IOException {
        Path file = Files.createFile(
                directory.resolve("a"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        append(file, "one");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path victim = Files.writeString(temp.resolve("victim"), "untouched");
        Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), temp.resolve("made"));
        Path hard = Files.createLink(directory.resolve("hard"), victim);

        assertThatThrownBy(() -> append(link, "x")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> append(dangling, "x")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> append(hard, "x")).hasMessageContaining("hard link");
        assertThatThrownBy(() -> PrivateFiles.read(link, 100)).hasMessageContaining("symbolic link");
        PrivateFiles.replace(link, new byte[] {1});

        assertThat(link).isRegularFile().hasBinaryContent(new byte[] {1});
        assertThat(victim).hasContent("untouched");
        assertThat(temp.resolve("made")).doesNotExist();
    }

    @Test
    void whatIsNoFileIsNotOpened() throws IOException {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        assertThatThrownBy(() -> append(inner, "x")).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> PrivateFiles.read(directory.resolve("none"), 1))
                .isInstanceOf(NoSuchFileException.class);
        Files.write(directory.resolve("long"), new byte[11]);
        assertThatThrownBy(() -> PrivateFiles.read(directory.resolve("long"), 10))
                .hasMessageContaining("longer than");
    }

    @Test
    void aDirectoryInWhichOthersMayWriteIsRefusedUnlessTheyMayOnlyTouchTheirOwn() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
        PrivateFiles.requireDirectory(directory, true);
        assertThatThrownBy(() -> PrivateFiles.requireDirectory(directory, false))
                .hasMessageContaining("other users may write")
                .hasMessageContaining("chmod go-w");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> PrivateFiles.requireDirectory(directory, true))
                .hasMessageContaining("other users may write");
        assertThat(new ProcessBuilder("chmod", "1777", directory.toString())
                        .start()
                        .waitFor())
                .isZero();
        PrivateFiles.requireDirectory(directory, false);
        Path file = Files.createFile(directory.resolve("f"));
        assertThatThrownBy(() -> PrivateFiles.requireDirectory(file, true)).hasMessageContaining("not a directory");
    }
}
