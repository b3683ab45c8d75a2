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
import io.github.sim7028.line.util.SerialLibrary;
import java.util.Objects;

/** Opens serial ports with jSerialComm. Only this class, {@link SerialLine}, {@link SerialLibrary} and {@link OpenSerialLines} know that library. */
final class SerialPorts {

    /** How long one read waits: the shortest the port's timeout can express, so close() is never held up for longer. */
    private static final int READ_TIMEOUT_MILLIS = 100;

    private SerialPorts() {}

    /**
     * Loads no native code.
     *
     * @throws NoClassDefFoundError if jSerialComm is not there
     */
    static void requireLibrary() {
        Objects.requireNonNull(SerialPort.class);
    }

    /** Opens the port of an existing device. */
    static Line open(String name, SerialSettings settings, boolean windows) throws LineException {
        try {
            SerialLibrary.load();
            SerialPort port = configured(SerialPort.getCommPort(name), settings);
            if (!port.openPort()) {
                throw new LineException(name + SerialFault.inWords(name, port.getLastErrorCode(), windows, settings));
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

    private static SerialPort configured(SerialPort port, SerialSettings settings) {
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
}
