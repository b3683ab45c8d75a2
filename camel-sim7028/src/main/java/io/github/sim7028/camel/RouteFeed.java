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

import io.github.sim7028.modem.ModemProfile;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a consumer's route with each frame, and with {@code sync=true} sends back what the route made of it. */
final class RouteFeed implements FrameTaker {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFeed.class);

    private final Sim7028Consumer consumer;
    private final ReceivedMessage received;
    private final OutboundMessage replies;
    private final Duration sendTimeout;
    private final Function<Outbound, CompletableFuture<Receipt>> back;

    /** @param back sends a reply to where requests come from */
    RouteFeed(Sim7028Consumer consumer, ModemProfile modem, Function<Outbound, CompletableFuture<Receipt>> back) {
        this.back = back;
        this.consumer = consumer;
        this.sendTimeout = modem.transfer().sendTimeout();
        this.received = new ReceivedMessage(consumer.getEndpoint(), modem.name());
        this.replies =
                consumer.getEndpoint().getConfiguration().isSync() ? new OutboundMessage(consumer.getEndpoint()) : null;
    }

    @Override
    public boolean take(Frame frame, Runnable next) {
        LOG.debug(
                "{} received {} bytes on link {}",
                consumer,
                frame.bytes().length,
                frame.source().link());
        Exchange exchange = consumer.createExchange(false);
        received.write(frame, exchange.getMessage());
        return replies == null ? feed(exchange, next) : feedAndReply(exchange, frame, next);
    }

    private boolean feed(Exchange exchange, Runnable next) {
        return consumer.getAsyncProcessor().process(exchange, doneSync -> {
            routed(exchange);
            consumer.releaseExchange(exchange, false);
            if (!doneSync) {
                next.run();
            }
        });
    }

    /** The exchange lives until its reply has been sent, so that a streamed one can be read. */
    private boolean feedAndReply(Exchange exchange, Frame request, Runnable next) {
        exchange.setPattern(ExchangePattern.InOut);
        try {
            consumer.createUoW(exchange);
        } catch (Exception e) {
            consumer.report("Error creating the unit of work", exchange, e);
            return true;
        }
        consumer.getAsyncProcessor().process(exchange, doneSync -> {
            MessageBody body = new MessageBody(exchange);
            reply(exchange, request, body).whenComplete((receipt, failure) -> {
                body.close();
                if (failure != null) {
                    consumer.report("Error sending the reply", exchange, failure);
                }
                consumer.doneUoW(exchange);
                consumer.releaseExchange(exchange, false);
                next.run();
            });
        });
        return false;
    }

    private CompletableFuture<Receipt> reply(Exchange exchange, Frame request, MessageBody body) {
        if (!routed(exchange) || body.isNothing()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return back.apply(replies.reply(request, body, sendTimeout));
        } catch (Sim7028Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether the route came to its end without a failure. */
    private boolean routed(Exchange exchange) {
        if (exchange.getException() != null) {
            consumer.report("Error processing exchange", exchange, exchange.getException());
            return false;
        }
        return true;
    }

    @Override
    public void streamEnded(Sim7028Exception reason) {
        if (reason != null) {
            consumer.report(reason.getMessage(), null, reason);
        }
    }

    @Override
    public void unframed(String message, Exception reason) {
        consumer.report(message, null, reason);
    }
}
