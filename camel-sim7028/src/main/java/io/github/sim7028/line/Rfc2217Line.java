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

import io.github.sim7028.line.telnet.ComPort;
import io.github.sim7028.line.telnet.TelnetSession;
import io.github.sim7028.line.util.LineRate;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A line to a serial port behind a terminal server that speaks RFC 2217. The telnet layer is ours: it is small, reads on while a
 * write waits, and needs no other library.
 */
final class Rfc2217Line implements Line {

    private final String device;
    private final Socket socket;
    private final TelnetSession session;

    /** The latest answer to every command. */
    private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();

    private final ReentrantLock flow = new ReentrantLock();
    private final Condition flows = flow.newCondition();
    private boolean suspended;

    /** The rate of the port while nothing else is asked for. */
    private final int ownRate;

    /**
     * Takes over a connected socket; {@link Rfc2217Opening} makes a line of it.
     *
     * @param ownRate in bits per second
     */
    Rfc2217Line(String device, Socket socket, int ownRate) throws IOException {
        this.device = device;
        this.socket = socket;
        this.ownRate = ownRate;
        this.session = new TelnetSession(socket, this::comPort);
    }

    TelnetSession session() {
        return session;
    }

    /** What the server answered to that command of {@link ComPort}, null for nothing yet. */
    Integer answer(int command) {
        return answers.get(command);
    }

    private void comPort(byte[] content) {
        int command = (content[1] & 0xFF) - ComPort.ANSWER;
        if (command == ComPort.FLOW_SUSPEND || command == ComPort.FLOW_RESUME) {
            suspend(command == ComPort.FLOW_SUSPEND);
        } else if (command > 0 && content.length > 2) {
            int value = 0;
            for (int i = 2; i < content.length; i++) {
                value = value << 8 | content[i] & 0xFF;
            }
            answers.put(command, value);
        }
    }

    private void suspend(boolean suspend) {
        flow.lock();
        try {
            suspended = suspend;
            flows.signalAll();
        } finally {
            flow.unlock();
        }
    }

    @Override
    public int read(byte[] buffer) throws LineException {
        try {
            return session.read(buffer);
        } catch (IOException e) {
            throw failed("was lost while reading", e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws LineException {
        try {
            awaitFlow();
            session.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed("was lost while writing", e);
        }
    }

    @Override
    public boolean setDtr(boolean on) throws LineException {
        try {
            session.sendComPort(ComPort.SET_CONTROL, (byte) (on ? ComPort.DTR_ON : ComPort.DTR_OFF));
            return true;
        } catch (IOException e) {
            throw failed("was lost while setting DTR", e);
        }
    }

    @Override
    public boolean writeAt(int bitRate, byte[] bytes) throws LineException {
        try {
            setBitRate(bitRate);
            LineRate.awaitSent(bitRate, 0);
            try {
                awaitFlow();
                session.write(bytes, 0, bytes.length);
                LineRate.awaitSent(bitRate, bytes.length);
            } finally {
                setBitRate(ownRate);
            }
            return true;
        } catch (IOException e) {
            throw failed("was lost while setting the baud rate", e);
        }
    }

    private void setBitRate(int bitRate) throws IOException {
        session.sendComPort(
                ComPort.SET_BAUD_RATE, ByteBuffer.allocate(4).putInt(bitRate).array());
    }

    /** Waits while the server asked to be sent nothing. */
    private void awaitFlow() {
        flow.lock();
        try {
            while (suspended && !socket.isClosed()) {
                flows.awaitUninterruptibly();
            }
        } finally {
            flow.unlock();
        }
    }

    @Override
    public void close() {
        SocketConnector.closeQuietly(socket);
        suspend(false);
    }

    private LineException failed(String what, IOException cause) {
        return socket.isClosed()
                ? new LineException(device + " was closed", cause)
                : new LineException(device + ": the connection " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public String toString() {
        return device;
    }
}
