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

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** A serial port of this computer: {@code /dev/ttyUSB2}, {@code /dev/serial/by-id/…} or {@code COM3}. */
record SerialDevice(String name, SerialSettings settings) implements LineFactory {

    /** How long one read waits: the shortest the port's timeout can express, so close() is never held up for longer. */
    private static final int READ_TIMEOUT_MILLIS = 100;

    private static final boolean WINDOWS = File.separatorChar == '\\';

    @Override
    public Line open() throws LineException {
        check();
        try {
            SerialPort port = configured(SerialPort.getCommPort(name));
            if (!port.openPort()) {
                throw new LineException(name + SerialFault.inWords(name, port.getLastErrorCode(), WINDOWS, settings));
            }
            return new SerialLine(name, port);
        } catch (SerialPortInvalidPortException e) {
            throw new LineException(name + " cannot be opened: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new LineException(
                    name
                            + " cannot be opened, as the native library of jSerialComm does not load; check that the directory"
                            + " java.io.tmpdir is writable and not mounted noexec, or name another one with"
                            + " -DjSerialComm.library.path: " + e.getMessage(),
                    e);
        }
    }

    private SerialPort configured(SerialPort port) {
        int parity =
                switch (settings.parity()) {
                    case NONE -> SerialPort.NO_PARITY;
                    case EVEN -> SerialPort.EVEN_PARITY;
                    case ODD -> SerialPort.ODD_PARITY;
                    case MARK -> SerialPort.MARK_PARITY;
                    case SPACE -> SerialPort.SPACE_PARITY;
                };
        int stopBits = settings.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS;
        int flowControl =
                switch (settings.flowControl()) {
                    case NONE -> SerialPort.FLOW_CONTROL_DISABLED;
                    case RTSCTS -> SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
                };
        port.setComPortParameters(settings.baudRate(), settings.dataBits(), stopBits, parity);
        port.setFlowControl(flowControl);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_TIMEOUT_MILLIS, 0);
        // a modem regards a low DTR as an absent host; a pseudo-terminal has neither wire and refuses both,
        // harmlessly
        port.setDTRandRTS(true, true);
        return port;
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
