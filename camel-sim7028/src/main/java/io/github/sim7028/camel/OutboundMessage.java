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
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Protocol;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Message;

/** Makes what an endpoint sends of message bodies, as its options say; refuses what cannot be sent. */
final class OutboundMessage {

    private static final String MAX_FRAME_SIZE = "maxFrameSize";

    private final Sim7028Endpoint endpoint;
    private final Sim7028Configuration configuration;
    private final Framing framing;
    private final TextCoding coding;

    OutboundMessage(Sim7028Endpoint endpoint) {
        this.endpoint = endpoint;
        this.configuration = endpoint.getConfiguration();
        this.framing = configuration.toFraming();
        this.coding = configuration.toCoding();
    }

    /**
     * What to send for a message; over UDP to where its headers say, otherwise to the endpoint's peer.
     *
     * @throws Sim7028SendException when it cannot be sent, with the reason and the outcome not sent
     */
    Outbound of(Message message, MessageBody body, Duration timeout) throws Sim7028Exception {
        return refusing(() -> {
            if (!endpoint.isUdp()) {
                return new Outbound(stream(body), null, 0, timeout, configuration.isCoalesce());
            }
            LinkSpec destination = destination(message);
            return new Outbound(datagram(body), destination.host(), destination.port(), timeout, false);
        });
    }

    /**
     * The same message for several peers. It is held whole, as each takes it in its own time.
     *
     * @throws Sim7028SendException when it cannot be sent, with the reason and the outcome not sent
     */
    List<Outbound> copies(int count, MessageBody body, Duration timeout) throws Sim7028Exception {
        int limit = configuration.getMaxFrameSize();
        byte[] bytes = refusing(() -> Framings.isNone(framing)
                ? body.held(coding, limit, MAX_FRAME_SIZE)
                : frame(body.whole(coding, limit, MAX_FRAME_SIZE)));
        return Collections.nCopies(count, bytes).stream()
                .map(copy -> new Outbound(Payload.of(copy), null, 0, timeout, configuration.isCoalesce()))
                .toList();
    }

    /** What to send back to where something came from. */
    Outbound reply(Frame request, MessageBody body, Duration timeout) throws Sim7028Exception {
        return refusing(() -> {
            if (!endpoint.isUdp()) {
                return new Outbound(stream(body), null, 0, timeout, configuration.isCoalesce());
            }
            String host = request.source().remoteHost();
            if (host == null && endpoint.target().host() == null) {
                throw MessageBody.refused(
                        "nobody to reply to: with receiveMode=buffered the module does not tell the sender of a datagram",
                        null);
            }
            String to = host == null ? endpoint.target().host() : host;
            int port =
                    host == null ? endpoint.target().port() : request.source().remotePort();
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
            throw MessageBody.refused("the body cannot be read: " + e.getMessage() + "; nothing was sent", e);
        } catch (RuntimeException e) {
            throw MessageBody.refused(e.getMessage() + "; nothing was sent", e);
        }
    }

    private Payload stream(MessageBody body) throws IOException {
        if (Framings.isNone(framing)) {
            return body.pieces(coding);
        }
        return body.framed(coding, configuration.getMaxFrameSize(), MAX_FRAME_SIZE, this::frame);
    }

    private byte[] frame(byte[] message) {
        byte[] framed = framing.encode(message);
        if (configuration.getDelimiterInBody() == DelimiterInBody.FAIL && Framings.endsEarly(framing, framed)) {
            throw new IllegalArgumentException("the body holds the delimiter that framing=" + configuration.getFraming()
                    + " ends it with, so it would arrive as several messages; allow that with delimiterInBody=pass");
        }
        return framed;
    }

    private Payload datagram(MessageBody body) throws IOException {
        int limit = configuration.getMaxDatagramSize();
        return body.framed(coding, limit, "maxDatagramSize", message -> {
            byte[] framed = frame(message);
            if (framed.length > limit) {
                throw new IllegalArgumentException(
                        framed.length + " bytes with framing are more than maxDatagramSize=" + limit + " allows");
            }
            return framed;
        });
    }

    /**
     * Where a datagram goes: the host header and, beside it, the port header; without them the peer of the dynamic URI, or of
     * the endpoint.
     */
    private LinkSpec destination(Message message) throws Sim7028Exception {
        LinkTarget dynamic = message.getExchange().getProperty(Sim7028SendDynamicAware.DESTINATION, LinkTarget.class);
        Target target = dynamic == null ? endpoint.target() : dynamic;
        String host = message.getHeader(Sim7028Constants.REMOTE_HOST, String.class);
        if (host == null && target.host() == null) {
            throw MessageBody.refused(
                    "no destination: " + endpoint + " names none, and neither does the header "
                            + Sim7028Constants.REMOTE_HOST + "; nothing was sent",
                    null);
        }
        if (host == null) {
            return new LinkSpec(Protocol.UDP, target.host(), target.port(), 0, LinkSpec.ANY_NUMBER);
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
}
