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
package io.github.sim7028.line.telnet;

import static io.github.sim7028.line.telnet.TelnetDecoder.IAC;
import static io.github.sim7028.line.telnet.TelnetDecoder.SB;
import static io.github.sim7028.line.telnet.TelnetDecoder.SE;

import io.github.sim7028.line.telnet.TelnetOptions.Option;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Binary telnet over a socket: data both ways, the options kept, subnegotiations of the COM port option handed on. */
public final class TelnetSession implements TelnetDecoder.Listener {

    private static final int WRITE_PIECE = 1024;
    private static final int MOST_PENDING_ANSWERS = 64;

    private final InputStream in;
    private final OutputStream out;
    private final TelnetDecoder decoder = new TelnetDecoder(this);
    private final TelnetOptions options = new TelnetOptions();
    private final Consumer<byte[]> comPort;
    private final ReentrantLock writeLock = new ReentrantLock();
    private final byte[] piece = new byte[2 * WRITE_PIECE];

    /** Answers the reader owes. It never waits for a writer that the server lets wait, or the two would block each other. */
    private final Queue<byte[]> pending = new LinkedBlockingQueue<>(MOST_PENDING_ANSWERS);

    /** @param comPort gets what the server says about the COM port, behind the option's number; called by the reading thread */
    public TelnetSession(Socket socket, Consumer<byte[]> comPort) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.comPort = comPort;
    }

    /** Asks for the options; the answers come with {@link #read}. */
    public void start() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int[] negotiation : TelnetOptions.opening()) {
            bytes.writeBytes(negotiation(negotiation[0], negotiation[1]));
        }
        send(bytes.toByteArray());
    }

    public TelnetOptions options() {
        return options;
    }

    /** Returns the count of data bytes, 0 when only commands came, -1 at the end. */
    public int read(byte[] buffer) throws IOException {
        int count = in.read(buffer);
        if (count < 0) {
            return -1;
        }
        int data = decoder.decode(buffer, count);
        try {
            sendPending();
        } catch (IOException e) {
            // the next read says so, too, and these bytes are good
        }
        return data;
    }

    public void write(byte[] bytes, int offset, int length) throws IOException {
        writeLock.lock();
        try {
            for (int done = 0; done < length; ) {
                int count = Math.min(WRITE_PIECE, length - done);
                out.write(piece, 0, escape(bytes, offset + done, count));
                done += count;
            }
        } finally {
            writeLock.unlock();
        }
        sendPending();
    }

    /** Says something about the COM port: a command of RFC 2217 and its value. */
    public void sendComPort(int command, byte... value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(IAC);
        bytes.write(SB);
        bytes.write(Option.COM_PORT.code);
        bytes.write(command);
        for (byte b : value) {
            bytes.write(b);
            if ((b & 0xFF) == IAC) {
                bytes.write(IAC);
            }
        }
        bytes.write(IAC);
        bytes.write(SE);
        send(bytes.toByteArray());
    }

    private void send(byte[] command) throws IOException {
        writeLock.lock();
        try {
            out.write(command);
        } finally {
            writeLock.unlock();
        }
    }

    /** Doubles every IAC into {@link #piece} and returns the length. */
    private int escape(byte[] bytes, int offset, int length) {
        int escaped = 0;
        for (int i = offset; i < offset + length; i++) {
            piece[escaped++] = bytes[i];
            if ((bytes[i] & 0xFF) == IAC) {
                piece[escaped++] = bytes[i];
            }
        }
        return escaped;
    }

    private void sendPending() throws IOException {
        // looked at again after the unlock: the other thread may have failed to get the lock in between
        while (!pending.isEmpty() && writeLock.tryLock()) {
            try {
                for (byte[] answer = pending.poll(); answer != null; answer = pending.poll()) {
                    out.write(answer);
                }
            } finally {
                writeLock.unlock();
            }
        }
    }

    private static byte[] negotiation(int verb, int option) {
        return new byte[] {(byte) IAC, (byte) verb, (byte) option};
    }

    @Override
    public void negotiated(int verb, int option) {
        int answer = options.answer(verb, option);
        if (answer != 0) {
            pending.offer(negotiation(answer, option));
        }
    }

    @Override
    public void subnegotiated(byte[] content) {
        if ((content[0] & 0xFF) == Option.COM_PORT.code && content.length > 1) {
            comPort.accept(content);
        }
    }
}
