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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * A serial port of this computer: {@code /dev/ttyUSB2}, {@code /dev/serial/by-id/…} or {@code COM3}.
 *
 * <p>It names no class of jSerialComm, which need not be there.
 */
record SerialDevice(String name, SerialSettings settings) implements LineFactory {

    private static final boolean WINDOWS = File.separatorChar == '\\';

    @Override
    public Line open() throws LineException {
        check();
        if (libraryMissing()) {
            throw new LineException(missing());
        }
        return SerialPorts.open(name, settings, WINDOWS);
    }

    @Override
    public void verify() {
        if (libraryMissing()) {
            throw new IllegalArgumentException("device: " + missing());
        }
    }

    private static boolean libraryMissing() {
        try {
            SerialPorts.requireLibrary();
            return false;
        } catch (NoClassDefFoundError e) {
            return true;
        }
    }

    private String missing() {
        return name + " needs jSerialComm on the class path: add com.fazecast:jSerialComm, or in Apache Karaf run"
                + " feature:install camel-sim7028-serial";
    }

    /** What can be told without touching the device. jSerialComm itself would open another one of the same last name. */
    private void check() throws LineException {
        boolean portName = name.charAt(0) != '/';
        if (WINDOWS) {
            if (!portName) {
                throw new LineException(name + " is not a serial port on Windows; use a name such as COM3");
            }
            return;
        }
        if (portName) {
            throw new LineException(name + " is a Windows port name; on this system a serial port is a path. "
                    + SerialFault.HOW_TO_LIST);
        }
        Path path = Path.of(name);
        if (Files.notExists(path)) {
            throw new LineException(name
                    + (Files.isSymbolicLink(path)
                            ? " is a link to a device that does not exist; is the modem plugged in? "
                            : " does not exist; is the modem plugged in and on? ")
                    + SerialFault.HOW_TO_LIST);
        }
        if (Files.isDirectory(path)) {
            throw new LineException(name + " is a directory, not a serial port. " + SerialFault.HOW_TO_LIST);
        }
        if (Files.isRegularFile(path)) {
            throw new LineException(name + " is a file, not a serial port. " + SerialFault.HOW_TO_LIST);
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw new LineException(
                    name + ": no permission to read and write it. " + SerialFault.permission(groupOf(path)));
        }
    }

    private static String groupOf(Path path) {
        try {
            return Files.readAttributes(path, PosixFileAttributes.class).group().getName();
        } catch (IOException | UnsupportedOperationException e) {
            return SerialFault.USUAL_GROUP;
        }
    }

    /** The name as it is written, and the device it leads to now. */
    @Override
    public Set<String> identities() {
        Set<String> names = new HashSet<>(Set.of(name));
        try {
            names.add(Path.of(name).toRealPath().toString());
        } catch (IOException | InvalidPathException e) {
            // it is not there now, or a port of Windows
        }
        return names;
    }

    @Override
    public String toString() {
        return name + " (" + settings + ")";
    }
}
