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

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native library of jSerialComm from a directory that only the user of this program may enter, and removes the directory at once:
 * what is loaded needs no file. jSerialComm alone would unpack to {@code java.io.tmpdir/jSerialComm}, where all users may write, would load
 * what it finds there, and before that delete what symbolic links there lead to. Where the application names a directory itself, or on
 * Windows, where a loaded library cannot be removed, all is left to jSerialComm.
 */
public final class SerialLibrary {

    /** The properties that jSerialComm reads when it is loaded. */
    static final String DIRECTORY = "jSerialComm.library.path";

    static final String APPLICATION = "fazecast.jSerialComm.appid";

    /** In the jar of jSerialComm, for each system. */
    static final List<String> ARCHITECTURES = List.of(
            "x86_64",
            "amd64",
            "x86",
            "aarch64",
            "arm64",
            "armv5",
            "armv6hf",
            "armv7hf",
            "armv8_32",
            "armv8_64",
            "ppc64le",
            "sparcv8plus_32",
            "sparcv9_64");

    private static final Logger LOG = LoggerFactory.getLogger(SerialLibrary.class);
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static boolean done;

    private SerialLibrary() {}

    /**
     * Loads the library; does nothing after the first time.
     *
     * @throws LinkageError where the library does not load
     */
    public static void load() {
        LOCK.lock();
        try {
            if (!done) {
                done = true;
                loadPrivately();
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static void loadPrivately() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (System.getProperty(DIRECTORY) != null
                || System.getProperty(APPLICATION) != null
                || !temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Path directory = null;
        // a name that nobody can have prepared for jSerialComm
        String nobodys = UUID.randomUUID().toString();
        try {
            directory = Files.createTempDirectory(
                    temporary,
                    "sim7028-serial",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            unpack(directory);
            System.setProperty(DIRECTORY, directory.toString());
            System.setProperty(APPLICATION, nobodys);
            Class.forName(SerialPort.class.getName(), true, SerialPort.class.getClassLoader());
        } catch (IOException | ClassNotFoundException e) {
            LOG.debug("jSerialComm unpacks its library itself", e);
        } finally {
            System.clearProperty(DIRECTORY);
            System.clearProperty(APPLICATION);
            remove(directory);
            // where nothing of this directory could be loaded (noexec): what jSerialComm has unpacked then
            remove(temporary.resolve("jSerialComm").resolve(nobodys));
            remove(Path.of(System.getProperty("user.home"), ".jSerialComm", nobodys));
        }
    }

    /** As jSerialComm looks for it: system/architecture/file. */
    private static void unpack(Path directory) throws IOException {
        String system = system();
        String file = system.equals("OSX") ? "libjSerialComm.jnilib" : "libjSerialComm.so";
        for (String architecture : ARCHITECTURES) {
            String name = system + '/' + architecture + '/' + file;
            try (InputStream library = SerialPort.class.getResourceAsStream('/' + name)) {
                if (library != null) {
                    Path unpacked = directory.resolve(name);
                    Files.createDirectories(unpacked.getParent());
                    Files.copy(library, unpacked);
                }
            }
        }
    }

    /** What jSerialComm calls the directory of a system in its jar. */
    private static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return "OSX";
        }
        if (name.contains("freebsd")) {
            return "FreeBSD";
        }
        if (name.contains("openbsd")) {
            return "OpenBSD";
        }
        return name.contains("sunos") || name.contains("solaris") ? "Solaris" : "Linux";
    }

    /** Does not follow symbolic links. */
    private static void remove(Path directory) {
        if (directory == null || !Files.exists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.debug("{} is not removed", directory, e);
        }
    }
}
