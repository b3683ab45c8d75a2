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
package io.github.sim7028.modem.driver.tls;

import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.ForeignCodeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * One TLS session over one connection: makes records of plain text, and plain text of records, in whatever pieces they come. The engine may be foreign
 * code, and is called through {@link Fence}.
 */
@OnLoop
final class TlsSession {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** How many bytes of a received record are handed on at a time. */
    private static final int PIECE = CipSend.MAX_LENGTH;

    /** What TLS 1.3 adds to each record, the padding of the JDK included; that of other versions is seen with the first record. */
    private static final int USUAL_OVERHEAD = 38;

    /** A change_cipher_spec record of TLS 1.3, which means nothing there. */
    private static final int CHANGE_CIPHER_SPEC = 20;

    private static final int CHANGE_CIPHER_SPEC_LENGTH = 6;

    private final SSLEngine engine;
    private final ByteArrayOutputStream flight = new ByteArrayOutputStream();
    private byte[] received = {};
    private ByteBuffer plain;
    private ByteBuffer record;
    private int overhead = USUAL_OVERHEAD;
    private boolean established;
    private boolean closedByPeer;

    TlsSession(SSLEngine engine) throws ForeignCodeException {
        this.engine = engine;
        Fence.call(() -> {
            plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.beginHandshake();
            return null;
        });
    }

    /** Whether the first handshake has ended well. */
    boolean isEstablished() {
        return established;
    }

    /** Whether plain text can be sealed now: not in a handshake, and not after the end of the session. */
    boolean isReady() {
        return established
                && !closedByPeer
                && !engine.isOutboundDone()
                && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Whether the peer has ended the session with a close_notify. */
    boolean isClosedByPeer() {
        return closedByPeer;
    }

    /** How many bytes of a record that is not complete have come. */
    int incomplete() {
        return received.length;
    }

    /** How much plain text makes a record that fits into one CIPSEND. */
    int recordRoom() {
        return CipSend.MAX_LENGTH - overhead;
    }

    /** The protocol and cipher suite of the session. */
    String describe() {
        return engine.getSession().getProtocol() + ", " + engine.getSession().getCipherSuite();
    }

    void feed(byte[] bytes) {
        int before = received.length;
        received = Arrays.copyOf(received, before + bytes.length);
        System.arraycopy(bytes, 0, received, before, bytes.length);
    }

    /**
     * Goes on as far as possible: answers the peer and opens the records that have come. Returns whether the engine has {@link #tasks} first.
     *
     * @param opened is given the plain text
     */
    boolean advance(Consumer<byte[]> opened) throws ForeignCodeException {
        return Fence.call(() -> {
            while (true) {
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NEED_TASK) {
                    return true;
                }
                boolean progress = status == HandshakeStatus.NEED_WRAP ? wrap(NOTHING) : unwrap(opened);
                if (!progress) {
                    return false;
                }
            }
        });
    }

    /** What the engine has to have done before it goes on: checks of certificates, for example. */
    List<Runnable> tasks() {
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            tasks.add(task);
        }
        return tasks;
    }

    /** What is to be sent now, in one piece; empty for nothing. */
    byte[] takeFlight() {
        if (isLoneChangeCipherSpec()) {
            // it goes with what follows and saves a CIPSEND
            return new byte[0];
        }
        byte[] bytes = flight.toByteArray();
        flight.reset();
        return bytes;
    }

    private boolean isLoneChangeCipherSpec() {
        return !established
                && flight.size() == CHANGE_CIPHER_SPEC_LENGTH
                && flight.toByteArray()[0] == CHANGE_CIPHER_SPEC;
    }

    /** Makes records of plain text; only when {@link #isReady}. */
    byte[] seal(byte[] bytes) throws ForeignCodeException {
        return Fence.call(() -> {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                if (!wrap(left)) {
                    throw new SSLException("the TLS engine takes no plain text");
                }
            }
            overhead = Math.max(overhead == USUAL_OVERHEAD ? 0 : overhead, flight.size() - bytes.length);
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                // a key update that is due
                wrap(NOTHING);
            }
            byte[] sealed = flight.toByteArray();
            flight.reset();
            return sealed;
        });
    }

    /** Ends the session; returns the close_notify, or after a failure the alert that says why. */
    byte[] close() {
        Fence.run(
                () -> {
                    engine.closeOutbound();
                    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrap(NOTHING)) {
                        // one record after the other
                    }
                },
                failure -> {});
        byte[] bytes = flight.toByteArray();
        flight.reset();
        return bytes;
    }

    private boolean wrap(ByteBuffer from) throws SSLException {
        while (true) {
            SSLEngineResult result = engine.wrap(from, record);
            note(result);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                record = ByteBuffer.allocate(
                        Math.max(2 * record.capacity(), engine.getSession().getPacketBufferSize()));
                continue;
            }
            record.flip();
            int length = record.remaining();
            flight.write(record.array(), 0, length);
            record.clear();
            if (result.getStatus() == Status.CLOSED && from.hasRemaining()) {
                throw new SSLException("the session has been closed");
            }
            return length > 0 || result.bytesConsumed() > 0;
        }
    }

    private boolean unwrap(Consumer<byte[]> opened) throws SSLException {
        if (received.length == 0 || closedByPeer) {
            return false;
        }
        ByteBuffer from = ByteBuffer.wrap(received);
        SSLEngineResult result = engine.unwrap(from, plain);
        note(result);
        if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
            return false;
        }
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            plain = ByteBuffer.allocate(
                    Math.max(2 * plain.capacity(), engine.getSession().getApplicationBufferSize()));
            return true;
        }
        received = Arrays.copyOfRange(received, from.position(), received.length);
        closedByPeer |= result.getStatus() == Status.CLOSED;
        plain.flip();
        while (plain.hasRemaining()) {
            byte[] piece = new byte[Math.min(PIECE, plain.remaining())];
            plain.get(piece);
            opened.accept(piece);
        }
        plain.clear();
        return result.bytesConsumed() > 0 || closedByPeer;
    }

    private void note(SSLEngineResult result) {
        established |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }
}
