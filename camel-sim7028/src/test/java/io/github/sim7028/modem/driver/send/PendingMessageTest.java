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
package io.github.sim7028.modem.driver.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingMessageTest {

    @Test
    void keepsItsOrderWhenAPieceComesBackWhileTheNextBytesAreFetched() throws Exception {
        Payload payload = Payload.of(new ByteArrayInputStream(new byte[] {1, 2, 3, 4}));
        PendingMessage message = new PendingMessage(
                null, new Outbound(payload, null, 0, Duration.ofSeconds(1), true), new CompletableFuture<>(), () -> {});
        message.fetched(message.fetch(2));
        byte[] piece = message.take(2);
        byte[] fetched = message.fetch(2);
        message.putBack(piece);
        message.fetched(fetched);
        assertThat(message.take(10)).containsExactly(1, 2, 3, 4);
        message.fetched(message.fetch(2));
        assertThat(message.exhausted()).isTrue();
    }
}
