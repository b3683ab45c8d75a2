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
package io.github.sim7028.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.kafka.common.header.Headers;

/** The headers of records and of messages. Those of Camel and Kafka themselves stay on their side. */
final class RecordHeaders {

    private static final DefaultHeaderFilterStrategy FILTER = filter();

    private RecordHeaders() {}

    private static DefaultHeaderFilterStrategy filter() {
        DefaultHeaderFilterStrategy filter = new DefaultHeaderFilterStrategy();
        filter.setLowerCase(true);
        String[] own = {"camel", "org.apache.camel", "kafka."};
        filter.setInFilterStartsWith(own);
        filter.setOutFilterStartsWith(own);
        return filter;
    }

    /** A text where the bytes are UTF-8, otherwise the bytes. */
    static void toMessage(Map<String, byte[]> headers, Message message) {
        headers.forEach((name, value) -> {
            if (value != null && !FILTER.applyFilterToExternalHeaders(name, value, message.getExchange())) {
                message.setHeader(name, text(value));
            }
        });
    }

    private static Object text(byte[] value) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    /** Texts, numbers, times and bytes; nothing else has a form that others can read. */
    static void toRecord(Message message, Headers headers) {
        message.getHeaders().forEach((name, value) -> {
            byte[] bytes = bytes(value);
            if (bytes != null && !FILTER.applyFilterToCamelHeaders(name, value, message.getExchange())) {
                headers.add(name, bytes);
            }
        });
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        boolean plain = value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof Instant
                || value instanceof TemporalAccessor;
        return plain ? value.toString().getBytes(UTF_8) : null;
    }
}
