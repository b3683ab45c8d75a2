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
import io.github.sim7028.camel.message.NotSent;
import io.github.sim7028.camel.message.OutboundMapper;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Message;

/** Sends over a link that is given back after each message. */
public final class BorrowedLinkSender implements Sender {

    private final ModemHandle modem;
    private final LinkSpec spec;
    private final OutboundMapper messages;
    private final Duration timeout;
    /** Those that messages are on. */
    private final Set<LinkLease> borrowed = ConcurrentHashMap.newKeySet();

    private volatile String ended;

    public BorrowedLinkSender(ModemHandle modem, LinkSpec spec, OutboundMapper messages, Duration timeout) {
        this.modem = modem;
        this.spec = spec;
        this.messages = messages;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<Sent> send(Message message, MessageBody body, Duration replyTimeout)
            throws Sim7028Exception {
        requireSending();
        Outbound outbound = messages.of(message, body, timeout);
        LinkLease link = modem.borrowLink(spec, null);
        borrowed.add(link);
        CompletableFuture<Receipt> sending;
        try {
            requireSending();
            sending = link.send(outbound);
        } catch (Sim7028Exception | RuntimeException | Error e) {
            giveBack(link);
            throw e;
        }
        return sending.whenComplete((receipt, failure) -> giveBack(link)).thenApply(receipt -> new Sent(receipt, null));
    }

    private void requireSending() throws Sim7028Exception {
        String reason = ended;
        if (reason != null) {
            throw NotSent.ended(reason);
        }
    }

    private void giveBack(LinkLease link) {
        borrowed.remove(link);
        link.release();
    }

    @Override
    public void endSending(String reason) {
        ended = reason;
        borrowed.forEach(link -> link.endSending(reason));
    }
}
