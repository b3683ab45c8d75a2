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
package io.github.sim7028.camel;

import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.IOHelper;

/** The body of a message as bytes to send: whole where it must be one piece, as a stream where it may be long. */
final class MessageBody {

    private final Exchange exchange;
    private final Object body;
    private InputStream opened;

    MessageBody(Exchange exchange) {
        this.exchange = exchange;
        Object plain = exchange.getMessage().getBody();
        this.body = plain instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof File file ? file : plain;
    }

    /** Whether there is plainly nothing to send; a stream may still turn out to be empty. */
    boolean isNothing() {
        return body == null || body instanceof byte[] bytes && bytes.length == 0 || "".equals(body);
    }

    /**
     * All bytes of it, refused when there are more than {@code limit} or none.
     *
     * @param limitName the option that sets the limit
     */
    byte[] whole(Charset charset, int limit, String limitName) throws IOException {
        byte[] bytes;
        InputStream stream = stream();
        if (stream == null) {
            bytes = bytes(charset);
        } else {
            bytes = stream.readNBytes(limit + 1);
        }
        if (bytes.length == 0) {
            throw empty();
        }
        if (bytes.length > limit) {
            String length = stream == null ? String.valueOf(bytes.length) : "more than " + limit;
            throw refused(
                    length + " bytes are more than " + limitName + "=" + limit + " allows; nothing was sent", null);
        }
        return bytes;
    }

    /** All bytes of it: as many as there are of what is held already, at most {@code limit} of a stream or file. */
    byte[] held(Charset charset, int limit, String limitName) throws IOException {
        boolean streamed = body instanceof File || body instanceof InputStream;
        return whole(charset, streamed ? limit : Integer.MAX_VALUE - 1, limitName);
    }

    /** Its bytes piece by piece, refused when there are none. A stream is not read beyond its first byte here. */
    Payload pieces(Charset charset) throws IOException {
        InputStream stream = stream();
        if (stream == null) {
            byte[] bytes = bytes(charset);
            if (bytes.length == 0) {
                throw empty();
            }
            return Payload.of(bytes);
        }
        PushbackInputStream started = new PushbackInputStream(stream);
        int first = started.read();
        if (first < 0) {
            throw empty();
        }
        started.unread(first);
        return Payload.of(started);
    }

    /** Lets go of what was opened here, and makes a cached stream readable again. */
    void close() {
        IOHelper.close(opened);
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
    }

    private InputStream stream() throws IOException {
        if (body instanceof File file) {
            opened = new FileInputStream(file);
            return opened;
        }
        return body instanceof InputStream stream ? stream : null;
    }

    private byte[] bytes(Charset charset) throws IOException {
        if (body == null) {
            throw empty();
        }
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof CharSequence || body instanceof Number || body instanceof Boolean) {
            return body.toString().getBytes(charset != null ? charset : exchangeCharset());
        }
        byte[] converted = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (converted == null) {
            throw refused("a body of " + body.getClass().getName() + " cannot be made bytes; nothing was sent", null);
        }
        return converted;
    }

    private Charset exchangeCharset() {
        return ExchangeHelper.getCharset(exchange, true);
    }

    private static Sim7028SendException empty() {
        return refused("0 bytes: nothing to send", null);
    }

    /** A message refused here, before anything reached the modem. */
    static Sim7028SendException refused(String message, Throwable cause) {
        return new Sim7028SendException(message, SendOutcome.NOT_SENT, 0, 0, null, false, cause);
    }
}
