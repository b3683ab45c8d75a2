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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Files that only the user of this program may read: mode 0600, on Windows an access list with the owner alone. Symbolic links are not
 * followed, other users' files not touched, and the directory must not be one in which other users could exchange them.
 */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final int STICKY = 01000;

    private PrivateFiles() {}

    /**
     * Makes the directory where there is none, with mode 0700, and otherwise looks whether it is safe to keep files there.
     *
     * @param groupMayWrite whether the directory's group is trusted
     * @throws IOException saying what is wrong with it
     */
    public static void requireDirectory(Path directory, boolean groupMayWrite) throws IOException {
        create(directory);
        if (Files.isSymbolicLink(directory)) {
            requireTrusted(directory, "is a symbolic link of another user");
        }
        Path real = directory.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new FileSystemException(directory + " is not a directory");
        }
        PosixFileAttributeView view = Files.getFileAttributeView(real, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        requireTrusted(real, "belongs to another user");
        Set<PosixFilePermission> may = view.readAttributes().permissions();
        boolean others = may.contains(PosixFilePermission.OTHERS_WRITE)
                || !groupMayWrite && may.contains(PosixFilePermission.GROUP_WRITE);
        if (others && ((int) Files.getAttribute(real, "unix:mode") & STICKY) == 0) {
            throw new FileSystemException("other users may write in the directory " + directory + " (mode "
                    + PosixFilePermissions.toString(may) + "); run: chmod go-w " + directory);
        }
    }

    private static void create(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(
                directory,
                posix
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(DIRECTORY)}
                        : new FileAttribute<?>[] {});
    }

    /** Opens the file to write at its end; it is made where there is none, and becomes private where it was not. */
    public static FileChannel append(Path file) throws IOException {
        try {
            return open(file, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            requireOwn(file);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
            try {
                makePrivate(file);
                return channel;
            } catch (IOException | RuntimeException f) {
                channel.close();
                throw f;
            }
        }
    }

    /**
     * Reads a whole file.
     *
     * @param most bytes it may have
     * @throws NoSuchFileException where there is none
     */
    public static byte[] read(Path file, int most) throws IOException {
        requireOwn(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.size() > most) {
                throw new FileSystemException(file + " is longer than the allowed " + most + " bytes");
            }
            ByteBuffer content = ByteBuffer.allocate((int) channel.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // until all is there
            }
            byte[] bytes = new byte[content.position()];
            content.flip().get(bytes);
            return bytes;
        }
    }

    /** Writes a whole file: it is on the disk when this method returns, and a concurrent reader sees the old file or the new file. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel = open(fresh, StandardOpenOption.CREATE_NEW)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            try {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
        force(file.toAbsolutePath().getParent());
    }

    /** Has the directory's new entry written, where the system can do that. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows knows no such thing
        }
    }

    private static FileChannel open(Path file, OpenOption creation) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.WRITE, creation, LinkOption.NOFOLLOW_LINKS));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(FILE));
        }
        FileChannel channel = FileChannel.open(file, options);
        try {
            makePrivate(file);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void makePrivate(Path file) throws IOException {
        PosixFileAttributeView posix =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (posix != null) {
            if (!FILE.containsAll(posix.readAttributes().permissions())) {
                posix.setPermissions(FILE);
            }
            return;
        }
        AclFileAttributeView acl =
                Files.getFileAttributeView(file, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (acl != null) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }

    /** An ordinary file of this user with one name. */
    private static void requireOwn(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            throw new FileSystemException(file + " is a symbolic link, which is not followed");
        }
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(file + " is not a regular file");
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            if (!isOwner(file)) {
                throw new FileSystemException(file + " belongs to another user");
            }
            if ((int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
                throw new FileSystemException(file + " has a second name (a hard link)");
            }
        }
    }

    private static void requireTrusted(Path path, String complaint) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")
                && !isOwner(path)
                && (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) != 0) {
            throw new FileSystemException(path + " " + complaint);
        }
    }

    private static boolean isOwner(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Me.owner());
    }

    /** The user this program runs as, as files know that user. */
    private static final class Me {

        private static final Path SELF = Path.of("/proc/self");

        static UserPrincipal owner() throws IOException {
            if (Files.exists(SELF)) {
                return Files.getOwner(SELF);
            }
            Path probe = Files.createTempFile("sim7028", null);
            try {
                return Files.getOwner(probe);
            } finally {
                Files.deleteIfExists(probe);
            }
        }
    }
}
