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

import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.camel.group.Modems;
import io.github.sim7028.camel.group.Post;
import io.github.sim7028.camel.message.ControlHeaders;
import io.github.sim7028.camel.message.InboundMapper;
import io.github.sim7028.camel.message.MessageBody;
import io.github.sim7028.camel.message.NotSent;
import io.github.sim7028.camel.message.SendObserver;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.send.Sender;
import io.github.sim7028.camel.send.Sender.Sent;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.pacing.Fence;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the body of a message over a link, or to clients of a server. The exchange completes when the module has confirmed all of it, or failed to; with
 * {@code sync=true} when the reply is there.
 */
public class Sim7028Producer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(Sim7028Producer.class);

    private final Sim7028Configuration configuration;
    private ControlHeaders headers;
    /** Null while it is stopped. */
    private volatile Modems<AtModem> modems;

    private Runnable endHealth = () -> {};

    /** What there is at a modem. */
    private record AtModem(
            ModemHandle modem, Sender sender, InboundMapper replies, Set<CompletableFuture<Sent>> underWay)
            implements Post {

        CompletableFuture<Sent> send(Message message, MessageBody body, Duration replyTimeout) throws Sim7028Exception {
            CompletableFuture<Sent> sending = sender.send(message, body, replyTimeout);
            underWay.add(sending);
            return sending.whenComplete((sent, failure) -> underWay.remove(sending));
        }

        @Override
        public CompletableFuture<Void> endSending(String reason) {
            sender.endSending(reason);
            return CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
                    .handle((v, failure) -> null);
        }
    }

    Sim7028Producer(Sim7028Endpoint endpoint) {
        super(endpoint);
        this.configuration = endpoint.getConfiguration();
    }

    @Override
    public Sim7028Endpoint getEndpoint() {
        return (Sim7028Endpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        headers = getEndpoint().controlHeaders();
        modems = getEndpoint().join(this::begin);
        endHealth = getEndpoint().showProducer();
    }

    private AtModem begin(ModemHandle modem) throws Sim7028Exception {
        modem.awaitStartup();
        return new AtModem(
                modem,
                getEndpoint().sender(modem),
                getEndpoint().inboundMapper(modem.profile()),
                ConcurrentHashMap.newKeySet());
    }

    @Override
    protected void doStop() throws Exception {
        Modems<AtModem> last = modems;
        modems = null;
        endHealth.run();
        endHealth = () -> {};
        if (last != null) {
            last.close();
        }
        super.doStop();
    }

    /** Completes the exchange whatever body, converter or route throws. */
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Exception refusal = refusal(exchange);
        if (refusal != null) {
            exchange.setException(refusal);
            callback.done(true);
            return true;
        }
        MessageBody body = new MessageBody(exchange);
        CompletableFuture<Fence.Action> outcome = begun(exchange, body, () -> modem(exchange)
                .handle((post, failure) -> begun(exchange, body, () -> begin(exchange, body, post, failure)))
                .thenCompose(Function.identity()));
        if (outcome.isDone()) {
            end(exchange, body, outcome.join());
            callback.done(true);
            return true;
        }
        outcome.thenAccept(result -> {
            try {
                end(exchange, body, result);
            } finally {
                callback.done(false);
            }
        });
        return false;
    }

    /** Null if the exchange may be sent. */
    private static Exception refusal(Exchange exchange) {
        try {
            SendObserver observer = exchange.getProperty(SendObserver.PROPERTY, SendObserver.class);
            return observer == null || observer.sending(exchange)
                    ? null
                    : NotSent.refused(
                            "the message comes too late: its outcome was reported before; nothing was sent", null);
        } catch (Throwable e) {
            return NotSent.refused("the observer of the exchange failed: " + e + "; nothing was sent", e);
        }
    }

    @FunctionalInterface
    private interface Beginning {
        CompletableFuture<Fence.Action> begin() throws Sim7028Exception;
    }

    /** What is to be done with the exchange when what begins has ended, or could not begin; the future never fails. */
    private static CompletableFuture<Fence.Action> begun(Exchange exchange, MessageBody body, Beginning beginning) {
        try {
            return beginning.begin();
        } catch (Sim7028Exception e) {
            body.giveBack();
            return CompletableFuture.completedFuture(() -> exchange.setException(e));
        } catch (RuntimeException | Error e) {
            return CompletableFuture.completedFuture(
                    () -> exchange.setException(NotSent.refused(reason(e) + "; nothing was sent", e)));
        }
    }

    private CompletableFuture<AtModem> modem(Exchange exchange) throws Sim7028SendException {
        Modems<AtModem> now = modems;
        if (now == null) {
            throw NotSent.refused("the producer to " + getEndpoint() + " is stopped; nothing was sent", null);
        }
        return now.of(exchange.getMessage());
    }

    /** @param absence why there is no modem; otherwise null */
    private CompletableFuture<Fence.Action> begin(Exchange exchange, MessageBody body, AtModem post, Throwable absence)
            throws Sim7028Exception {
        if (absence != null && Futures.unwrapped(absence) instanceof Sim7028Exception absent) {
            throw absent;
        }
        Duration usual = Duration.ofMillis(configuration.getRequestTimeout());
        Duration replyTimeout = configuration.isSync() ? replyTimeout(exchange.getMessage(), usual) : usual;
        return post.send(exchange.getMessage(), body, replyTimeout)
                .handle((sent, failure) -> failure == null
                        ? () -> succeeded(exchange, sent, post.replies)
                        : () -> failed(exchange, failure, replyTimeout));
    }

    private static void end(Exchange exchange, MessageBody body, Fence.Action result) {
        body.close();
        try {
            result.run();
        } catch (Throwable e) {
            exchange.setException(e);
        }
        SendObserver observer = exchange.getProperty(SendObserver.PROPERTY, SendObserver.class);
        if (observer != null) {
            Fence.run(() -> observer.sent(exchange), e -> LOG.warn("The observer of an exchange failed", e));
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof RuntimeException ? failure.getMessage() : failure.toString();
    }

    private Duration replyTimeout(Message message, Duration requestTimeout) throws Sim7028Exception {
        Object header = headers.of(message, Sim7028Constants.REQUEST_TIMEOUT);
        if (header == null) {
            return requestTimeout;
        }
        try {
            long millis = header instanceof Duration duration
                    ? duration.toMillis()
                    : TimeUtils.toMilliSeconds(header.toString());
            return Duration.ofMillis(
                    Sim7028Configuration.requireRequestTimeout(Sim7028Constants.REQUEST_TIMEOUT, millis));
        } catch (RuntimeException e) {
            throw NotSent.refused(
                    "the header " + Sim7028Constants.REQUEST_TIMEOUT + " is not a time: '" + header + "' ("
                            + e.getMessage() + "); nothing was sent",
                    e);
        }
    }

    private void succeeded(Exchange exchange, Sent sent, InboundMapper replies) throws IOException {
        Receipt receipt = sent.receipt();
        LOG.debug("Sent {} bytes to {}", receipt.requested(), getEndpoint());
        Message message = exchange.getMessage();
        if (sent.reply() != null) {
            replies.write(sent.reply().bytes(), sent.reply().source(), message);
        }
        message.setHeader(Sim7028Constants.REQUESTED_LENGTH, receipt.requested());
        if (receipt.isConfirmed()) {
            message.setHeader(Sim7028Constants.CONFIRMED_LENGTH, receipt.confirmed());
        } else {
            // that of an earlier message
            message.removeHeader(Sim7028Constants.CONFIRMED_LENGTH);
        }
        if (receipt.link() != Sender.SEVERAL_LINKS) {
            message.setHeader(Sim7028Constants.LINK, receipt.link());
            message.setHeader(Sim7028Constants.MODEM, replies.modem());
        }
    }

    private void failed(Exchange exchange, Throwable failure, Duration replyTimeout) {
        Throwable cause = Futures.unwrapped(failure);
        LOG.debug("Sending to {} failed: {}", getEndpoint(), cause.getMessage());
        if (cause instanceof TimeoutException) {
            exchange.setException(new ExchangeTimedOutException(exchange, replyTimeout.toMillis(), cause.getMessage()));
        } else {
            exchange.setException(cause);
        }
    }
}
