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
package io.github.sim7028.at;

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.SentSecrets;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.datamode.GuardTime;
import io.github.sim7028.at.spi.AtTransport;
import io.github.sim7028.at.spi.Loop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The line to the module as its dialogue sees it: commands, payload and bytes go down here, what is read comes up, and it knows when any went
 * or came.
 */
final class AtPort implements AtInput {

    private final DialogueLog log;
    private final Loop loop;
    private final AtTransport transport;
    private final AtListener listener;
    private final SentSecrets said;
    private final GuardTime silence;
    private AtDecoder decoder;
    private BodyTimeout bodies;
    private long lastReceived;
    private long lastWritten;
    private boolean closed;

    /**
     * @param log     shows people what is said
     * @param said    learns the secrets that commands give
     * @param silence learns what keeps the line busy
     */
    AtPort(
            DialogueLog log,
            Loop loop,
            AtTransport transport,
            AtListener listener,
            SentSecrets said,
            GuardTime silence) {
        this.log = log;
        this.loop = loop;
        this.transport = transport;
        this.listener = listener;
        this.said = said;
        this.silence = silence;
        lastReceived = loop.now();
        lastWritten = lastReceived;
    }

    /** What is read goes there; given once, before anything else. */
    void reads(AtDecoder cutting, BodyTimeout body) {
        decoder = cutting;
        bodies = body;
    }

    void say(AtCommand<?> command) {
        String text = command.text();
        String shown = command.shown();
        if (!shown.equals(text)) {
            said.saying(text, shown);
        }
        log.said(shown);
        write((text + "\r").getBytes(StandardCharsets.ISO_8859_1));
    }

    void writePayload(byte[] payload) {
        log.saidPayload(payload);
        write(payload);
    }

    /** Writes bytes of any kind; where the line fails, the listener is told and the dialogue is over. */
    void write(byte[] bytes) {
        long start = loop.now();
        try {
            transport.write(bytes);
            lastWritten = loop.now();
            silence.broken(bytes.length, start, lastWritten);
        } catch (IOException e) {
            listener.lineLost("writing to the line failed: " + AtSyntax.foreign(e.getMessage()), e);
        }
    }

    /** Counted data that broke off before the reads were empty does not continue with what comes now. */
    @Override
    public void read(byte[] bytes, int count, long heardNothing) {
        if (closed) {
            return;
        }
        if (decoder.insideBody()) {
            bodies.heardNothing(heardNothing);
        }
        lastReceived = loop.now();
        // the decoder keeps none of it
        decoder.feed(bytes, 0, count);
    }

    @Override
    public void ended(String reason, Throwable cause) {
        if (!closed) {
            listener.lineLost(reason, cause);
        }
    }

    /** What still comes belongs to nobody. */
    void close() {
        closed = true;
    }

    /** When the last byte came, on the loop's clock. */
    long lastReceived() {
        return lastReceived;
    }

    /** For how long nothing was sent or received. */
    long pause() {
        return loop.now() - Math.max(lastReceived, lastWritten);
    }
}
