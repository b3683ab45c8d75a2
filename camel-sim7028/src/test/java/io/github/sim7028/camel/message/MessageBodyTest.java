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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.modem.Payload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a body is read as, and what becomes of it when nothing was sent. */
class MessageBodyTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void whatHadToBeReadWholeIsGivenBackWhereItCanBe() throws Exception {
        InputStream markable = new ByteArrayInputStream(new byte[50]);
        assertThat(framed(markable).giveBack()).isTrue();
        assertThat(markable.available()).isEqualTo(50);
        assertThat(framed(once()).giveBack()).isFalse();
        assertThat(framed(new StringReader("gone")).giveBack()).isFalse();
        assertThat(framed("text").giveBack()).isTrue();
        assertThat(framed(new InputStreamCache(new byte[3])).giveBack()).isTrue();
        assertThat(framed(ByteBuffer.wrap(new byte[3])).giveBack()).isTrue();
    }

    private Payload framed(Object body) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return new MessageBody(exchange).framed(new TextCoding(null, false), 100, "maxFrameSize", bytes -> bytes);
    }

    @Test
    void receivedBytesThatAreNoTextAreAnError() throws Exception {
        TextCoding strict = new TextCoding(StandardCharsets.UTF_8, false);
        assertThat(strict.decode("größe".getBytes(StandardCharsets.UTF_8))).isEqualTo("größe");
        assertThatThrownBy(() -> strict.decode(new byte[] {'a', (byte) 0xFF}))
                .isInstanceOf(CharacterCodingException.class);
        assertThat(new TextCoding(StandardCharsets.UTF_8, true).decode(new byte[] {'a', (byte) 0xFF}))
                .isEqualTo("a\ufffd");
    }

    /** A stream that can be read once. */
    private static InputStream once() {
        return new PushbackInputStream(new ByteArrayInputStream("gone".getBytes(StandardCharsets.UTF_8)));
    }
}
