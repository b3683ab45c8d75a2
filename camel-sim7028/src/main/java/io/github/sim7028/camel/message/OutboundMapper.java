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

import io.github.sim7028.camel.config.HeaderNames;
import io.github.sim7028.camel.uri.LinkTarget;
import io.github.sim7028.camel.uri.Target;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.settings.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Message;

/** Maps Camel messages to what the modem sends, as an endpoint's options say; refuses what cannot be sent. */
public final class OutboundMapper {

    /** The exchange property with the destination of a dynamic URI while its message is being sent, a {@link LinkTarget}. */
    public static final String DESTINATION = "CamelSim7028DynamicDestination";

    private static final String MAX_FRAME_SIZE = "maxFrameSize";

    private final String endpoint;
    private final Target target;
    private final boolean datagrams;
    private final FrameEncoder framing;
    private final boolean framed;
    private final TextCoding coding;
    private final boolean coalesce;
    private final int maxDatagramSize;
    private final ControlHeaders headers;

    /** @param endpoint its name in messages */
    public OutboundMapper(
            String endpoint,
            Target target,
            FrameEncoder framing,
            TextCoding coding,
            boolean coalesce,
            int maxDatagramSize,
            ControlHeaders headers) {
        this.endpoint = endpoint;
        this.target = target;
        this.datagrams = target.isUdp();
        this.framing = framing;
        this.framed = !framing.isNone();
        this.coding = coding;
        this.coalesce = coalesce;
        this.maxDatagramSize = maxDatagramSize;
        this.headers = headers;
    }

    /**
     * What to send for a message; over UDP to where its headers say, otherwise to the endpoint's peer.
     *
     * @throws io.github.sim7028.modem.Sim7028SendException when it cannot be sent, with the reason and the outcome not sent
     */
    public Outbound of(Message message, MessageBody body, Duration timeout) throws Sim7028Exception {
        return refusing(() -> {
            if (!datagrams) {
                return new Outbound(stream(body), null, 0, timeout, coalesce);
            }
            LinkSpec destination = destination(message);
            return new Outbound(datagram(body), destination.host(), destination.port(), timeout, false);
        });
    }

    /**
     * The same message for several peers. It is held whole, as each takes it in its own time.
     *
     * @throws io.github.sim7028.modem.Sim7028SendException when it cannot be sent, with the reason and the outcome not sent
     */
    public List<Outbound> copies(int count, MessageBody body, Duration timeout) throws Sim7028Exception {
        int limit = framing.maxFrameSize();
        byte[] bytes = refusing(() -> framed
                ? framing.encode(body.whole(coding, limit, MAX_FRAME_SIZE))
                : body.held(coding, limit, MAX_FRAME_SIZE));
        return Collections.nCopies(count, bytes).stream()
                .map(copy -> new Outbound(Payload.of(copy), null, 0, timeout, coalesce))
                .toList();
    }

    /** What to send back to where a request came from. */
    public Outbound reply(Inbound request, MessageBody body, Duration timeout) throws Sim7028Exception {
        return refusing(() -> {
            if (!datagrams) {
                return new Outbound(stream(body), null, 0, timeout, coalesce);
            }
            String host = request.remoteHost();
            if (host == null && target.host() == null) {
                throw NotSent.refused(
                        "no sender to reply to: with receiveMode=buffered the module does not report the sender of a"
                                + " datagram",
                        null);
            }
            String to = host == null ? target.host() : host;
            int port = host == null ? target.port() : request.remotePort();
            return new Outbound(datagram(body), to, port, timeout, false);
        });
    }

    private interface Making<T> {
        T make() throws IOException;
    }

    private static <T> T refusing(Making<T> making) throws Sim7028Exception {
        try {
            return making.make();
        } catch (Sim7028Exception e) {
            throw e;
        } catch (IOException e) {
            throw NotSent.refused("the body cannot be read: " + e.getMessage() + "; nothing was sent", e);
        } catch (RuntimeException e) {
            throw NotSent.refused(e.getMessage() + "; nothing was sent", e);
        }
    }

    private Payload stream(MessageBody body) throws IOException {
        return framed
                ? body.framed(coding, framing.maxFrameSize(), MAX_FRAME_SIZE, framing::encode)
                : body.pieces(coding);
    }

    private Payload datagram(MessageBody body) throws IOException {
        return body.framed(coding, maxDatagramSize, "maxDatagramSize", message -> {
            byte[] datagram = framing.encode(message);
            if (datagram.length > maxDatagramSize) {
                throw new IllegalArgumentException(datagram.length
                        + " bytes with framing are more than maxDatagramSize=" + maxDatagramSize + " allows");
            }
            return datagram;
        });
    }

    /**
     * Where a datagram goes: the host header and, beside it, the port header; without them the peer of the dynamic URI, or of
     * the endpoint.
     */
    private LinkSpec destination(Message message) throws Sim7028Exception {
        LinkTarget dynamic = message.getExchange().getProperty(DESTINATION, LinkTarget.class);
        Target peer = dynamic == null ? target : dynamic;
        String host = headers.of(message, HeaderNames.REMOTE_HOST, String.class);
        if (host == null && peer.host() == null) {
            throw NotSent.refused(
                    "no destination: neither " + endpoint + " has a host, nor is there a header "
                            + HeaderNames.REMOTE_HOST + "; nothing was sent",
                    null);
        }
        if (host == null) {
            return new LinkSpec(Protocol.UDP, peer.host(), peer.port(), 0, LinkSpec.ANY_NUMBER);
        }
        Object given = headers.of(message, HeaderNames.REMOTE_PORT);
        Object port = given == null ? peer.port() : given;
        try {
            return new LinkSpec(Protocol.UDP, unbracketed(host), number(port), 0, LinkSpec.ANY_NUMBER);
        } catch (IllegalArgumentException e) {
            throw NotSent.refused(
                    "the headers " + HeaderNames.REMOTE_HOST + " and " + HeaderNames.REMOTE_PORT
                            + " are not a valid destination: " + e.getMessage() + "; nothing was sent",
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
}
