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
import io.github.sim7028.camel.uri.Target;
import io.github.sim7028.modem.Inbound;
import java.nio.charset.CharacterCodingException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Maps what an endpoint's modem received to Camel messages: body and headers. */
public final class InboundMapper {

    private final String modem;
    private final String protocol;
    private final boolean datagrams;
    private final String host;
    private final int port;
    private final int localPort;
    private final Integer serverIndex;
    private final TextCoding coding;

    /**
     * @param modem       the modem's name
     * @param localPort   the module's own port, where the module does not tell it; 0 for unknown
     * @param serverIndex the server that accepts the senders, null where they are no clients of a server
     * @param coding      makes text of bytes, null when the body is to be bytes
     */
    public InboundMapper(String modem, Target target, int localPort, Integer serverIndex, TextCoding coding) {
        this.modem = modem;
        this.protocol = target.protocolName();
        this.datagrams = target.isUdp();
        this.host = target.host();
        this.port = target.port();
        this.localPort = localPort;
        this.serverIndex = serverIndex;
        this.coding = coding;
    }

    /** The name of the modem. */
    public String modem() {
        return modem;
    }

    /**
     * Writes a received frame into a message.
     *
     * @param source the piece that completed the frame
     * @throws CharacterCodingException when it is to be text and is none, before the message is touched
     */
    public void write(byte[] frame, Inbound source, Message message) throws CharacterCodingException {
        Object body = coding == null ? frame : text(frame);
        message.setBody(body);
        message.setHeader(HeaderNames.MODEM, modem);
        message.setHeader(HeaderNames.LINK, source.link());
        message.setHeader(HeaderNames.PROTOCOL, protocol);
        message.setHeader(HeaderNames.RECEIVED_TIME, source.receivedTime());
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, source.receivedTime().toEpochMilli());
        int own = source.localPort() == 0 ? localPort : source.localPort();
        if (own != 0) {
            message.setHeader(HeaderNames.LOCAL_PORT, own);
        }
        if (serverIndex != null) {
            message.setHeader(HeaderNames.SERVER_INDEX, serverIndex);
        }
        boolean sender = source.remoteHost() != null;
        if (sender || !datagrams) {
            message.setHeader(HeaderNames.REMOTE_ADDRESS, sender ? source.remoteHost() : host);
            message.setHeader(HeaderNames.REMOTE_PORT, sender ? source.remotePort() : port);
        }
    }

    private String text(byte[] bytes) throws CharacterCodingException {
        try {
            return coding.decode(bytes);
        } catch (CharacterCodingException e) {
            throw new CharacterCodingException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    return bytes.length + " received bytes are not valid text in " + coding.charset()
                            + "; set another charset, remove charset to receive bytes, or set unmappable=replace";
                }
            };
        }
    }
}
