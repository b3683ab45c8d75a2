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

import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.camel.framing.Framings;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Protocol;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the body of a message over a link. The exchange completes when the module has confirmed all of it, or failed to. */
public class Sim7028Producer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(Sim7028Producer.class);

    private final Sim7028Configuration configuration;
    private Framing framing;
    private Charset charset;
    private volatile ModemShare modem;
    private volatile LinkLease link;

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
        framing = configuration.toFraming();
        charset = configuration.toCharset();
        ModemShare share = getEndpoint().share();
        try {
            share.awaitStartup();
            link = configuration.isDisconnect()
                    ? null
                    : share.keepLink(getEndpoint().linkSpec(), null);
            modem = share;
        } catch (Sim7028Exception | RuntimeException e) {
            share.release(getEndpoint().getComponent().releaseLimit());
            throw e;
        }
    }

    @Override
    protected void doStop() throws Exception {
        ModemShare share = modem;
        modem = null;
        link = null;
        if (share != null) {
            share.release(getEndpoint().getComponent().releaseLimit());
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        MessageBody body = new MessageBody(exchange);
        try {
            ModemShare share = modem;
            if (share == null) {
                throw MessageBody.refused("the producer to " + getEndpoint() + " is stopped; nothing was sent", null);
            }
            Outbound message = outbound(
                    exchange.getMessage(), body, share.profile().transfer().sendTimeout());
            send(share, message).whenComplete((receipt, failure) -> {
                body.close();
                complete(exchange, receipt, failure);
                callback.done(false);
            });
            return false;
        } catch (Sim7028Exception e) {
            exchange.setException(e);
        } catch (IOException e) {
            exchange.setException(
                    MessageBody.refused("the body cannot be read: " + e.getMessage() + "; nothing was sent", e));
        } catch (RuntimeException e) {
            exchange.setException(MessageBody.refused(e.getMessage() + "; nothing was sent", e));
        }
        body.close();
        callback.done(true);
        return true;
    }

    private CompletableFuture<Receipt> send(ModemShare share, Outbound message) throws Sim7028Exception {
        LinkLease kept = link;
        if (kept != null) {
            return kept.send(message);
        }
        LinkLease once = share.borrowLink(getEndpoint().linkSpec());
        return once.send(message).whenComplete((receipt, failure) -> once.release());
    }

    private Outbound outbound(Message message, MessageBody body, Duration timeout) throws IOException {
        if (!getEndpoint().isUdp()) {
            return new Outbound(stream(body), null, 0, timeout, configuration.isCoalesce());
        }
        LinkSpec destination = destination(message);
        return new Outbound(datagram(body), destination.host(), destination.port(), timeout, false);
    }

    private Payload stream(MessageBody body) throws IOException {
        if (Framings.isNone(framing)) {
            return body.pieces(charset);
        }
        return Payload.of(framing.encode(body.whole(charset, configuration.getMaxFrameSize(), "maxFrameSize")));
    }

    private Payload datagram(MessageBody body) throws IOException {
        int limit = configuration.getMaxDatagramSize();
        byte[] bytes = framing.encode(body.whole(charset, limit, "maxDatagramSize"));
        if (bytes.length > limit) {
            throw MessageBody.refused(
                    bytes.length + " bytes with framing are more than maxDatagramSize=" + limit
                            + " allows; nothing was sent",
                    null);
        }
        return Payload.of(bytes);
    }

    /** Where a datagram goes: the host header and, beside it, the port header; without them the endpoint's peer. */
    private LinkSpec destination(Message message) throws Sim7028Exception {
        Target target = getEndpoint().target();
        String host = message.getHeader(Sim7028Constants.REMOTE_HOST, String.class);
        if (host == null && target.host() == null) {
            throw MessageBody.refused(
                    "no destination: " + getEndpoint() + " names none, and neither does the header "
                            + Sim7028Constants.REMOTE_HOST + "; nothing was sent",
                    null);
        }
        if (host == null) {
            return getEndpoint().linkSpec();
        }
        Object port = message.getHeader(Sim7028Constants.REMOTE_PORT, target.port());
        try {
            return new LinkSpec(Protocol.UDP, unbracketed(host), number(port), 0, LinkSpec.ANY_NUMBER);
        } catch (IllegalArgumentException e) {
            throw MessageBody.refused(
                    "the headers " + Sim7028Constants.REMOTE_HOST + " and " + Sim7028Constants.REMOTE_PORT
                            + " name no destination: " + e.getMessage() + "; nothing was sent",
                    e);
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int number(Object port) {
        try {
            return Integer.parseInt(String.valueOf(port).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("port: '" + port + "' is not a port; allowed are 1 to 65535", e);
        }
    }

    private void complete(Exchange exchange, Receipt receipt, Throwable failure) {
        if (failure != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            LOG.debug("Sending to {} failed: {}", getEndpoint(), cause.getMessage());
            exchange.setException(cause);
            return;
        }
        LOG.debug("Sent {} bytes to {} on link {}", receipt.confirmed(), getEndpoint(), receipt.link());
        Message message = exchange.getMessage();
        message.setHeader(Sim7028Constants.REQUESTED_LENGTH, receipt.requested());
        message.setHeader(Sim7028Constants.CONFIRMED_LENGTH, receipt.confirmed());
        message.setHeader(Sim7028Constants.LINK, receipt.link());
    }
}
