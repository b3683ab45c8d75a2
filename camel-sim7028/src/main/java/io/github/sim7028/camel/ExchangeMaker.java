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
import java.nio.charset.Charset;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes the exchanges of one consumer. */
final class ExchangeMaker {

    private final Sim7028Consumer consumer;
    private final String modem;
    private final Target target;
    private final int localPort;
    private final Charset charset;

    ExchangeMaker(Sim7028Consumer consumer, String modem) {
        Sim7028Endpoint endpoint = consumer.getEndpoint();
        this.consumer = consumer;
        this.modem = modem;
        this.target = endpoint.target();
        this.localPort = endpoint.getConfiguration().getLocalPort();
        this.charset = endpoint.getConfiguration().toCharset();
    }

    /** An exchange that whoever asked for it releases. */
    Exchange make(byte[] bytes, Inbound source) {
        Exchange exchange = consumer.createExchange(false);
        Message message = exchange.getMessage();
        message.setBody(charset == null ? bytes : new String(bytes, charset));
        message.setHeader(Sim7028Constants.MODEM, modem);
        message.setHeader(Sim7028Constants.LINK, source.link());
        message.setHeader(Sim7028Constants.PROTOCOL, target.protocolName());
        message.setHeader(Sim7028Constants.RECEIVED_TIME, source.receivedTime());
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, source.receivedTime().toEpochMilli());
        int local = source.localPort() == 0 ? localPort : source.localPort();
        if (local != 0) {
            message.setHeader(Sim7028Constants.LOCAL_PORT, local);
        }
        boolean sender = source.remoteHost() != null;
        if (sender || !consumer.getEndpoint().isUdp()) {
            message.setHeader(Sim7028Constants.REMOTE_ADDRESS, sender ? source.remoteHost() : target.host());
            message.setHeader(Sim7028Constants.REMOTE_PORT, sender ? source.remotePort() : target.port());
        }
        return exchange;
    }
}
