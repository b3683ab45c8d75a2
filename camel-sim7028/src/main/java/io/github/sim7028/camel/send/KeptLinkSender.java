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
package io.github.sim7028.camel.send;

import io.github.sim7028.camel.message.MessageBody;
import io.github.sim7028.camel.message.OutboundMapper;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Sim7028Exception;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Sends over a link that stays. */
public record KeptLinkSender(LinkLease link, OutboundMapper messages, Duration timeout) implements Sender {

    @Override
    public CompletableFuture<Sent> send(Message message, MessageBody body, Duration replyTimeout)
            throws Sim7028Exception {
        return link.send(messages.of(message, body, timeout)).thenApply(receipt -> new Sent(receipt, null));
    }

    @Override
    public void endSending(String reason) {
        link.endSending(reason);
    }
}
