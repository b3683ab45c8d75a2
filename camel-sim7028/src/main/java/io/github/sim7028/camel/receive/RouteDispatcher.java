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
package io.github.sim7028.camel.receive;

import io.github.sim7028.camel.inbound.Frame;
import io.github.sim7028.camel.inbound.FrameHandler;
import io.github.sim7028.camel.message.InboundMapper;
import io.github.sim7028.camel.message.MessageBody;
import io.github.sim7028.camel.message.OutboundMapper;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.Fence;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a consumer's route with each frame, and with {@code sync=true} sends back what the route made of it. Whatever the route, its body or
 * the exception handler throws, the frame comes to its end and the next one is taken.
 */
final class RouteDispatcher implements FrameHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDispatcher.class);

    private final DefaultConsumer consumer;
    private final FailureReporter failures;
    private final InboundMapper received;
    private final OutboundMapper replies;
    private final RouteSettings route;
    private final Function<Outbound, CompletableFuture<Receipt>> back;

    /** @param back sends a reply to where requests come from */
    RouteDispatcher(RouteSettings route, Function<Outbound, CompletableFuture<Receipt>> back) {
        this.route = route;
        this.back = back;
        this.consumer = route.consumer();
        this.failures = route.failures();
        this.received = route.received();
        this.replies = route.replies();
    }

    @Override
    public boolean take(Frame frame, Runnable next) {
        LOG.debug(
                "{} received {} bytes on link {}",
                consumer,
                frame.bytes().length,
                frame.source().link());
        return new Passage(frame, next).run();
    }

    @Override
    public void streamEnded(Sim7028Exception reason) {
        if (reason != null) {
            failures.lost(reason);
        }
    }

    @Override
    public void unframed(String message, Throwable reason) {
        failures.report(message, null, reason);
    }

    /** One frame on its way through the route. */
    private final class Passage {

        private final Frame frame;
        private final Runnable next;
        private final AtomicBoolean routed = new AtomicBoolean();
        /** Set by the first of two: the return of {@link #run()} and the end of the frame. */
        private final AtomicBoolean firstArrived = new AtomicBoolean();

        private Exchange exchange;

        Passage(Frame frame, Runnable next) {
            this.frame = frame;
            this.next = next;
        }

        /** Whether it has come to its end by now; otherwise {@code next} is run then. */
        boolean run() {
            Fence.run(this::route, this::broken);
            return !firstArrived.compareAndSet(false, true);
        }

        private void route() throws Exception {
            exchange = consumer.createExchange(false);
            received.write(frame.bytes(), frame.source(), exchange.getMessage());
            if (replies != null) {
                exchange.setPattern(ExchangePattern.InOut);
                // it lives until its reply has been sent, so that a streamed one can be read
                consumer.createUoW(exchange);
            }
            consumer.getAsyncProcessor().process(exchange, doneSync -> routed());
        }

        private void broken(Throwable failure) {
            if (exchange == null) {
                failures.report("Error creating an exchange", null, failure);
                end();
            } else if (routed.get()) {
                failures.report("Error after processing exchange", exchange, failure);
            } else {
                exchange.setException(failure);
                routed();
            }
        }

        private void routed() {
            if (!routed.compareAndSet(false, true)) {
                return;
            }
            Exception failure = exchange.getException();
            if (failure != null) {
                failures.report("Error processing exchange", exchange, failure);
                end();
            } else if (replies == null) {
                end();
            } else {
                reply();
            }
        }

        private void reply() {
            MessageBody body = new MessageBody(exchange);
            Fence.run(
                    () -> {
                        CompletableFuture<Receipt> sending = body.isNothing()
                                ? CompletableFuture.completedFuture(null)
                                : back.apply(answer(replies.reply(frame.source(), body, route.sendTimeout())));
                        sending.whenComplete((receipt, failure) -> replied(body, failure));
                    },
                    failure -> replied(body, failure));
        }

        /** In a stream a reply belongs to the request of that stream; a datagram names the peer that it answers. */
        private Outbound answer(Outbound reply) {
            return route.datagrams() ? reply : reply.onlyOn(frame.source().connection());
        }

        private void replied(MessageBody body, Throwable failure) {
            try {
                if (failure != null) {
                    failures.report("Error sending the reply", exchange, failure);
                }
                Fence.run(body::close, e -> failures.report("Error closing the body of the reply", exchange, e));
            } finally {
                end();
            }
        }

        private void end() {
            if (exchange != null) {
                Fence.run(this::letGo, e -> LOG.debug("{}: an exchange could not be released", consumer, e));
            }
            if (!firstArrived.compareAndSet(false, true)) {
                next.run();
            }
        }

        private void letGo() {
            if (replies != null) {
                consumer.doneUoW(exchange);
            }
            consumer.releaseExchange(exchange, false);
        }
    }
}
