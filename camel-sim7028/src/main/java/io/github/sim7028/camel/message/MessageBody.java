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
package io.github.sim7028.camel.message;

import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.StreamPayload;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import javax.xml.transform.Source;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a message as bytes to send: whole where it must be one piece, as a stream where it may be long. A stream is not touched
 * before its turn has come; what had to be read whole is given back where that can be, when nothing of it has left.
 */
public final class MessageBody {

    private static final Logger LOG = LoggerFactory.getLogger(MessageBody.class);

    private final Exchange exchange;
    private final Object body;
    private InputStream opened;
    private boolean marked;
    private boolean closed;

    public MessageBody(Exchange exchange) {
        this.exchange = exchange;
        Object plain = exchange.getMessage().getBody();
        this.body = plain instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof File file ? file : plain;
    }

    /** Whether there is plainly nothing to send; a stream may still turn out to be empty. */
    public boolean isNothing() {
        return body == null || body instanceof byte[] bytes && bytes.length == 0 || "".equals(body);
    }

    /** Its bytes piece by piece, refused when there are none. */
    Payload pieces(TextCoding coding) throws IOException {
        if (isStream()) {
            boolean again = body instanceof File || body instanceof StreamCache;
            return new StreamPayload(this::open, length(), again);
        }
        return Payload.of(notEmpty(bytes(coding)), this::giveBack);
    }

    /**
     * All bytes of it in one frame, refused when there are more than {@code limit} or none.
     *
     * @param limitName the option that sets the limit
     */
    Payload framed(TextCoding coding, int limit, String limitName, UnaryOperator<byte[]> framing) throws IOException {
        return Payload.of(framing.apply(whole(coding, limit, limitName)), this::giveBack);
    }

    /** All bytes of it now: as many as there are of what is held already, at most {@code limit} of a stream or file. */
    byte[] held(TextCoding coding, int limit, String limitName) throws IOException {
        return whole(coding, isStream() ? limit : Integer.MAX_VALUE - 1, limitName);
    }

    /** The same, refused when there are more than {@code limit} or none. */
    byte[] whole(TextCoding coding, int limit, String limitName) throws IOException {
        byte[] bytes = notEmpty(isStream() ? read(limit) : bytes(coding));
        if (bytes.length > limit) {
            String length = isStream() ? "more than " + limit : String.valueOf(bytes.length);
            throw NotSent.refused(
                    length + " bytes are more than " + limitName + "=" + limit + " allows; nothing was sent", null);
        }
        return bytes;
    }

    private byte[] read(int limit) throws IOException {
        InputStream stream = open();
        marked = stream.markSupported();
        if (marked) {
            stream.mark(limit + 1);
        }
        return stream.readNBytes(limit + 1);
    }

    /** Makes readable again what was read and not sent; false when that is not possible. */
    public boolean giveBack() {
        if (body instanceof File || body instanceof StreamCache || !isStream()) {
            return !isUsedUpByConverting();
        }
        try {
            if (marked) {
                opened.reset();
            }
            return marked;
        } catch (IOException e) {
            LOG.debug("A body cannot be read again", e);
            return false;
        }
    }

    /** Closes what was opened here, and makes a cached stream readable again. Never throws. */
    public void close() {
        if (body instanceof File) {
            synchronized (this) {
                closed = true;
                IOHelper.close(opened);
            }
        }
        if (body instanceof StreamCache cache) {
            reset(cache);
        }
    }

    /** Foreign code: what it throws does not keep the exchange from its end. */
    private static void reset(StreamCache cache) {
        try {
            cache.reset();
        } catch (RuntimeException | Error e) {
            LOG.debug("A cached body cannot be read again", e);
        }
    }

    private boolean isStream() {
        return body instanceof File || body instanceof InputStream;
    }

    /** Whether a converter takes the bytes out of it. */
    private boolean isUsedUpByConverting() {
        boolean once = body instanceof Readable
                || body instanceof AutoCloseable
                || body instanceof Source
                || body instanceof Iterator;
        return once && !isStream() && !(body instanceof StreamCache) && !(body instanceof CharSequence);
    }

    private long length() {
        long known = body instanceof File file && file.isFile()
                ? file.length()
                : body instanceof StreamCache cache ? cache.length() : 0;
        return known > 0 ? known : Payload.UNKNOWN_LENGTH;
    }

    private synchronized InputStream open() throws IOException {
        if (closed) {
            throw new IOException("the exchange has ended");
        }
        if (body instanceof File file) {
            opened = new FileInputStream(file);
        } else {
            if (body instanceof StreamCache cache) {
                cache.reset();
            }
            opened = (InputStream) body;
        }
        return opened = started(opened);
    }

    /** The same from its beginning, refused when there is nothing in it. */
    private static InputStream started(InputStream stream) throws IOException {
        if (!stream.markSupported()) {
            PushbackInputStream started = new PushbackInputStream(stream);
            started.unread(first(started));
            return started;
        }
        stream.mark(1);
        first(stream);
        stream.reset();
        return stream;
    }

    private static int first(InputStream stream) throws IOException {
        int first = stream.read();
        if (first < 0) {
            throw empty();
        }
        return first;
    }

    private static byte[] notEmpty(byte[] bytes) throws Sim7028SendException {
        if (bytes.length == 0) {
            throw empty();
        }
        return bytes;
    }

    private byte[] bytes(TextCoding coding) throws IOException {
        if (body == null) {
            throw empty();
        }
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof ByteBuffer buffer) {
            // Camel's own converter would use it up
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        if (body instanceof CharSequence || body instanceof Number || body instanceof Boolean) {
            return coding.encode(body.toString(), ExchangeHelper.getCharset(exchange, true));
        }
        byte[] converted = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (converted == null) {
            throw NotSent.refused(
                    "a body of " + body.getClass().getName()
                            + " cannot be converted to bytes: marshal the body first, as with marshal().json(); nothing was sent",
                    null);
        }
        return converted;
    }

    private static Sim7028SendException empty() {
        return NotSent.refused("0 bytes: nothing to send", null);
    }
}
