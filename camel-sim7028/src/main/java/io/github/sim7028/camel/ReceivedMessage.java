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

import io.github.sim7028.modem.Inbound;
import java.nio.charset.CharacterCodingException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes what came in on an endpoint's link into messages. */
final class ReceivedMessage {

    private final Sim7028Endpoint endpoint;
    private final String modem;
    private final TextCoding coding;

    ReceivedMessage(Sim7028Endpoint endpoint, String modem) {
        this.endpoint = endpoint;
        this.modem = modem;
        this.coding = endpoint.getConfiguration().toCoding();
    }

    /** The name of the modem. */
    String modem() {
        return modem;
    }

    /** @throws CharacterCodingException when it is to be text and is none, before the message is touched */
    void write(Frame frame, Message message) throws CharacterCodingException {
        Object body = coding.charset() == null ? frame.bytes() : text(frame.bytes());
        Inbound source = frame.source();
        Target target = endpoint.target();
        message.setBody(body);
        message.setHeader(Sim7028Constants.MODEM, modem);
        message.setHeader(Sim7028Constants.LINK, source.link());
        message.setHeader(Sim7028Constants.PROTOCOL, target.protocolName());
        message.setHeader(Sim7028Constants.RECEIVED_TIME, source.receivedTime());
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, source.receivedTime().toEpochMilli());
        int configured = endpoint.getConfiguration().getLocalPort();
        int localPort = source.localPort() == 0 ? configured : source.localPort();
        if (localPort != 0) {
            message.setHeader(Sim7028Constants.LOCAL_PORT, localPort);
        }
        if (target instanceof ServerTarget) {
            message.setHeader(
                    Sim7028Constants.SERVER_INDEX, endpoint.getConfiguration().getServerIndex());
        }
        boolean sender = source.remoteHost() != null;
        if (sender || !endpoint.isUdp()) {
            message.setHeader(Sim7028Constants.REMOTE_ADDRESS, sender ? source.remoteHost() : target.host());
            message.setHeader(Sim7028Constants.REMOTE_PORT, sender ? source.remotePort() : target.port());
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
                    return bytes.length + " received bytes are no text in " + coding.charset()
                            + "; set another charset, or none to get them as they are, or unmappable=replace";
                }
            };
        }
    }
}
