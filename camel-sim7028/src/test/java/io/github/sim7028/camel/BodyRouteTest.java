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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that cannot be sent as they are, that throw, or that are needed a second time. */
class BodyRouteTest {

    private static final String TCP = "sim7028:tcp:10.0.0.1:5253";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        component.getConfiguration().setDevice("socket://localhost:1");
        context.addComponent("sim7028", component);
        context.setStreamCaching(false);
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exception failure(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body))
                .getException();
    }

    private static InputStream once(String text) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    @Test
    void aMapIsToBeMarshalledFirst() {
        assertThat(failure(TCP, Map.of("temperature", 23.5)))
                .isInstanceOf(Sim7028SendException.class)
                .hasMessageContaining("cannot be converted to bytes: marshal the body first");
    }

    @Test
    void aCharacterThatTheCharsetDoesNotHaveIsAnError() {
        Exception failure = failure(TCP + "?charset=US-ASCII", "größe");
        assertThat(failure).hasMessageContaining("character 3").hasMessageContaining("U+00F6");
        assertThat(((Sim7028SendException) failure).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        assertThat(((Sim7028SendException) failure).isRetryable()).isFalse();
        assertThat(modems.link().sent).isEmpty();

        assertThat(failure(TCP + "?charset=US-ASCII&unmappable=replace", "größe"))
                .isNull();
        assertThat(modems.link().sent.get(0).text()).isEqualTo("gr??e");
        assertThat(failure(TCP, "half a pair: \ud83d")).hasMessageContaining("U+D83D");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    framing=line                     | one\\ntwo      | false
                    framing=line                     | one\\n         | true
                    framing=line                     | one\\ntwo\\n   | false
                    framing=line&delimiterInBody=pass| one\\ntwo      | true
                    framing=delimiter&delimiter=%23%23 | a##b          | false
                    framing=delimiter&delimiter=%23%23 | ab#           | false
                    framing=delimiter&delimiter=%23%23 | a#b           | true
                    framing=length                   | one\\ntwo      | true
                    """)
    void aBodyThatHoldsItsDelimiterIsRefused(String options, String escaped, boolean sent) {
        Exception failure = failure(TCP + "?" + options, escaped.replace("\\n", "\n"));
        if (sent) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).hasMessageContaining("delimiterInBody=pass");
            assertThat(modems.link().sent).isEmpty();
        }
    }

    @Test
    void anErrorInABodyEndsTheExchange() {
        assertThat(failure(TCP, new Broken()))
                .isInstanceOf(Sim7028SendException.class)
                .hasMessageContaining("StackOverflowError: in the body");
    }

    private static final class Broken implements CharSequence {
        @Override
        public int length() {
            return 1;
        }

        @Override
        public char charAt(int index) {
            return 'x';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }

        @Override
        public String toString() {
            throw new StackOverflowError("in the body");
        }
    }

    private static final class Unresettable extends ByteArrayInputStream implements StreamCache {
        private volatile boolean gone;

        Unresettable() {
            super("spooled".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public synchronized void reset() {
            if (gone) {
                throw new IllegalStateException("its file is gone");
            }
            super.reset();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            transferTo(out);
        }

        @Override
        public StreamCache copy(Exchange exchange) {
            return this;
        }

        @Override
        public boolean inMemory() {
            return true;
        }

        @Override
        public long length() {
            return count;
        }

        @Override
        public long position() {
            return pos;
        }
    }

    @Test
    void aCachedBodyThatCannotBeResetDoesNotKeepItsExchange() throws Exception {
        modems.confirming = false;
        Unresettable cache = new Unresettable();
        CompletableFuture<Exchange> sending =
                template.asyncSend(TCP, exchange -> exchange.getMessage().setBody(cache));
        Awaitility.await()
                .until(() -> !modems.links.isEmpty() && !modems.link().sent.isEmpty());
        cache.gone = true;
        modems.link().confirm();
        Exchange sent = sending.get(20, TimeUnit.SECONDS);
        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH))
                .isEqualTo(7L);
        assertThat(context.getInflightRepository().size()).isZero();
    }

    @Test
    void aRedeliveredStreamArrivesWhole() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Sim7028SendException.class)
                        .onWhen(simple("${exception.retryable}"))
                        .maximumRedeliveries(3)
                        .redeliveryDelay(1);
                from("direct:up").to(TCP);
            }
        });
        modems.reading = false;
        modems.confirming = false;
        String body = "a".repeat(100);
        CompletableFuture<Exchange> sending = template.asyncSend(
                "direct:up", exchange -> exchange.getMessage().setBody(once(body)));
        Awaitility.await()
                .until(() -> !modems.links.isEmpty() && !modems.link().sent.isEmpty());
        modems.reading = true;
        modems.confirming = true;
        modems.link()
                .sent
                .get(0)
                .result()
                .completeExceptionally(
                        new Sim7028SendException("not now", SendOutcome.NOT_SENT, 0, 0, null, true, null));
        assertThat(sending.get(20, TimeUnit.SECONDS).getException()).isNull();
        assertThat(modems.link().sent.get(1).text()).isEqualTo(body);
    }
}
