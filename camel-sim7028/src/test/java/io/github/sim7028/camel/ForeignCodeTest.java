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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.FakeModems.FakeLink;
import io.github.sim7028.camel.framing.FrameDecoder;
import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Code that is not the component's own may throw what it likes: only its own message suffers, and the consumer goes on. */
class ForeignCodeTest {

    private static final String TCP = "sim7028:tcp:10.0.0.1:5253?exceptionHandler=#reports";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final FakeModems modems = FakeModems.in(component);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> reported = new CopyOnWriteArrayList<>();
    /** What the exception handler throws when it has been told. */
    private volatile Supplier<RuntimeException> handlerThrows = () -> null;

    @BeforeEach
    void prepare() {
        component.getConfiguration().setDevice("socket://localhost:1");
        context.addComponent("sim7028", component);
        context.getRegistry().bind("reports", new Reports());
        context.getShutdownStrategy().setTimeout(5);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aRouteThatThrowsAnError() throws Exception {
        FakeLink link = consume(TCP, exchange -> {
            collect(exchange);
            if (received.size() == 1) {
                throw new NoClassDefFoundError("of the route");
            }
        });
        link.receive("1", "2");

        awaitReceived("1", "2");
        assertThat(reported).singleElement().asString().contains("of the route");
        awaitIdle();
    }

    @Test
    @ExpectedLog("exception handler .* threw")
    void anExceptionHandlerThatThrows() throws Exception {
        handlerThrows = () -> new IllegalStateException("the handler is broken");
        FakeLink link = consume(TCP + "&framing=line&maxFrameSize=4", exchange -> {
            collect(exchange);
            throw new IllegalStateException("of the route");
        });
        link.receive("1\n", "far too long\n2\n");
        link.receiver.failed(new Sim7028Exception("lost"));
        link.receiver.opened(1, 1);
        link.receive("3\n");

        awaitReceived("1", "2", "3");
        await().atMost(SOON).untilAsserted(() -> assertThat(reported).hasSize(5).contains("lost"));
        awaitIdle();
    }

    @Test
    void aFramingThatThrowsAnErrorOrHasNoDecoder() throws Exception {
        AtomicInteger decoders = new AtomicInteger();
        context.getRegistry().bind("bean", framing(() -> {
            int turn = decoders.incrementAndGet();
            if (turn == 1) {
                throw new IllegalStateException("no decoder today");
            }
            return turn == 2
                    ? null
                    : (bytes, frames) -> {
                        String text = new String(bytes, StandardCharsets.ISO_8859_1);
                        frames.frame(text.getBytes(StandardCharsets.ISO_8859_1));
                        if (text.equals("4")) {
                            throw new StackOverflowError("in the bean");
                        }
                        if (text.equals("5")) {
                            frames.frame(null);
                        }
                    };
        }));
        FakeLink link = consume(TCP + "&framing=#bean", this::collect);
        assertThat(decoders).hasValue(0);
        link.receive("1", "2", "3", "4", "5", "6");

        awaitReceived("3", "4", "5", "6");
        assertThat(reported).hasSize(4).allMatch(told -> told.contains("the framing failed and starts again"));
        assertThat(reported.get(2)).contains("in the bean");
        awaitIdle();
    }

    @Test
    void aFramingThatNeverEndsHoldsUpItsOwnConsumerOnly() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        context.getRegistry().bind("bean", framing(() -> {
            never.await();
            throw new IllegalStateException("too late");
        }));
        FakeLink stuck = consume(TCP + "&framing=#bean", this::collect);
        FakeLink other = consume("sim7028:tcp:10.0.0.2:5253", this::collect);
        stuck.receive("1", "2");
        other.receive("3");

        awaitReceived("3");
        assertThat(stuck.receiver.hasRoom()).isTrue();
        never.countDown();
    }

    @Test
    void aFramingThatMakesFramesWithoutEnd() throws Exception {
        context.getRegistry().bind("bean", framing(() -> (bytes, frames) -> {
            while (bytes[0] == 'x') {
                frames.frame(new byte[] {'y'});
            }
            frames.frame(bytes);
        }));
        AtomicInteger count = new AtomicInteger();
        FakeLink link = consume(TCP + "&framing=#bean", exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("1")) {
                collect(exchange);
            }
            count.incrementAndGet();
        });
        link.receive("x", "1");

        awaitReceived("1");
        assertThat(count).hasValueLessThan(100_000);
        assertThat(reported).singleElement().asString().contains("more than 65536 frames of 1 byte");
    }

    @Test
    void aReplyWhoseBodyThrowsWhateverIsDoneWithIt() throws Exception {
        List<StreamCache> bodies = List.of(new BadCache(true, false), new BadCache(false, true));
        FakeLink link = consume(TCP + "&sync=true&framing=line", exchange -> {
            collect(exchange);
            int turn = received.size();
            exchange.getMessage().setBody(turn <= bodies.size() ? bodies.get(turn - 1) : "re: " + turn);
        });
        link.receive("1\n", "2\n", "3\n");

        awaitReceived("1", "2", "3");
        await().atMost(SOON)
                .until(() -> link.sent.stream().anyMatch(sent -> sent.text().equals("re: 3\n")));
        assertThat(reported).singleElement().asString().contains("cannot be read");
        awaitIdle();
    }

    @Test
    void aReplyWhoseFramingThrows() throws Exception {
        context.getRegistry().bind("bean", new Framing() {
            @Override
            public FrameDecoder decoder() {
                return (bytes, frames) -> frames.frame(bytes);
            }

            @Override
            public byte[] encode(byte[] message) {
                if (message[0] == '1') {
                    throw new StackOverflowError("in encode");
                }
                return message;
            }
        });
        FakeLink link = consume(TCP + "&sync=true&framing=#bean", this::collect);
        link.receive("1", "2");

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(link.sent).extracting(FakeModems.Sent::text).containsExactly("2"));
        assertThat(reported).singleElement().asString().contains("in encode");
        awaitIdle();
    }

    private interface Making {
        FrameDecoder decoder() throws Exception;
    }

    private static Framing framing(Making making) {
        return new Framing() {
            @Override
            public FrameDecoder decoder() {
                try {
                    return making.decoder();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public byte[] encode(byte[] message) {
                return message;
            }
        };
    }

    private FakeLink consume(String uri, Processor processor) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).errorHandler(noErrorHandler()).process(processor);
            }
        });
        return modems.link();
    }

    private void collect(Exchange exchange) {
        received.add(exchange.getMessage().getBody(String.class));
    }

    private void awaitReceived(String... bodies) {
        await().atMost(SOON).untilAsserted(() -> assertThat(received).containsExactly(bodies));
    }

    private void awaitIdle() {
        await().atMost(SOON).until(() -> context.getInflightRepository().size() == 0);
    }

    /** A body that cannot be read, or not be made readable again. */
    private static final class BadCache extends InputStream implements StreamCache {

        private final boolean readThrows;
        private final boolean resetThrows;
        private int left = 3;
        private final Semaphore resets = new Semaphore(0);

        BadCache(boolean readThrows, boolean resetThrows) {
            this.readThrows = readThrows;
            this.resetThrows = resetThrows;
        }

        @Override
        public int read() {
            if (readThrows) {
                throw new NoClassDefFoundError("cannot be read");
            }
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public void reset() {
            resets.release();
            if (resetThrows && resets.availablePermits() > 0 && left < 3) {
                throw new IllegalStateException("cannot be reset");
            }
        }

        @Override
        public void writeTo(OutputStream os) throws IOException {
            throw new IOException("not asked for");
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
            return 3;
        }

        @Override
        public long position() {
            return 0;
        }
    }

    private final class Reports implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            handleException(null, null, exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            handleException(message, null, exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            reported.add(exchange == null ? message : exception + " from " + exception.getCause());
            RuntimeException thrown = handlerThrows.get();
            if (thrown != null) {
                throw thrown;
            }
        }
    }
}
