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

import io.github.sim7028.camel.inbound.Frame;
import io.github.sim7028.camel.message.MessageBody;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** How a producer sends. */
public interface Sender {

    /** The link number of a receipt for what went out on several. */
    int SEVERAL_LINKS = -1;

    /**
     * What came of a message.
     *
     * @param receipt the module's word that all of it was sent
     * @param reply   what came back; null where no reply is awaited
     */
    record Sent(Receipt receipt, Frame reply) {}

    /**
     * Sends a message.
     *
     * @param body         that of the message
     * @param replyTimeout how long to wait for the reply, where one is waited for
     */
    CompletableFuture<Sent> send(Message message, MessageBody body, Duration replyTimeout) throws Sim7028Exception;

    /**
     * Ends sending before the modem is given back: messages that have not begun fail as not sent, and so do later ones; those under way go on.
     *
     * @param reason why they fail
     */
    void endSending(String reason);
}
