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

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualPort;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A line to a virtual modem in this JVM: to the one of that name that runs already, or to one that is started for this line and
 * ends with it. The only class that knows the simulator.
 */
final class SimulatorLine implements Line {

    private static final int READ_TIMEOUT_MILLIS = 1000;

    /** Any rate but that at which a sleeping module is woken is the simulator's own, unless it says otherwise. */
    private static final int ANY_RATE = 115_200;

    private final String device;
    private final VirtualPort port;
    private final int rate;

    /** Null when the modem is another one's. */
    private final VirtualModem own;

    private volatile boolean closed;

    private SimulatorLine(String device, VirtualPort port, int rate, VirtualModem own) {
        this.device = device;
        this.port = port;
        this.rate = rate;
        this.own = own;
    }

    /**
     * Looks at the options.
     *
     * @param device as messages call it
     */
    static void check(String device, Map<String, String> options) {
        try {
            VirtualModem.checkOptions(options);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("device: " + device + ": " + e.getMessage());
        }
    }

    /**
     * Connects to the modem of this name, or to one that is started.
     *
     * @param baudRate that of the host, which matters where the modem says so
     */
    static Line open(String device, String name, Map<String, String> options, int baudRate) throws LineException {
        Optional<VirtualModem> running = VirtualModem.named(name);
        if (running.isPresent() && !options.isEmpty()) {
            throw new LineException(
                    device + ": a modem with this name is already running, so the options have no effect;"
                            + " omit them to use that modem, or choose another name");
        }
        VirtualModem own = null;
        try {
            if (running.isPresent()) {
                return connect(device, running.get(), baudRate, null);
            }
            own = VirtualModem.fromOptions(name, options);
            return connect(device, own, baudRate, own);
        } catch (IOException | RuntimeException e) {
            close(own);
            throw new LineException(device + ": " + e.getMessage(), e);
        }
    }

    private static Line connect(String device, VirtualModem modem, int baudRate, VirtualModem own) throws IOException {
        VirtualPort port = modem.connect();
        if (!modem.strictBaud()) {
            return new SimulatorLine(device, port, ANY_RATE, own);
        }
        try {
            port.setBaudRate(baudRate);
        } catch (IOException e) {
            port.close();
            throw e;
        }
        return new SimulatorLine(device, port, baudRate, own);
    }

    @Override
    public int read(byte[] buffer) throws LineException {
        int count;
        try {
            count = port.read(buffer, 0, buffer.length, READ_TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw failed(e);
        }
        if (count < 0 && closed) {
            throw failed(null);
        }
        return count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws LineException {
        try {
            port.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean setDtr(boolean on) throws LineException {
        try {
            port.setDtr(on);
            return true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean writeAt(int bitRate, byte[] bytes) throws LineException {
        try {
            port.setBaudRate(bitRate);
            try {
                port.write(bytes, 0, bytes.length);
            } finally {
                port.setBaudRate(rate);
            }
            return true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private LineException failed(IOException cause) {
        return new LineException(device + (closed ? " was closed" : ": " + cause.getMessage()), cause);
    }

    @Override
    public void close() {
        closed = true;
        port.close();
        close(own);
    }

    private static void close(VirtualModem modem) {
        if (modem != null) {
            modem.close();
        }
    }

    @Override
    public String toString() {
        return device;
    }
}
