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
package io.github.sim7028.tool.modem;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What arrives waits in its order, within bounds, and nobody is forgotten. */
class ArrivalsTest {

    private final Arrivals arrivals = new Arrivals();

    private static Inbound data() {
        return new Inbound(new byte[] {'x'}, 0, null, 0, 0, Instant.EPOCH, 1);
    }

    private static final class Client implements ClientConnection {
        private int resumed;

        @Override
        public int link() {
            return 0;
        }

        @Override
        public String host() {
            return "192.0.2.1";
        }

        @Override
        public int port() {
            return 7000;
        }

        @Override
        public CompletableFuture<Receipt> send(Outbound message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume() {
            resumed++;
        }

        @Override
        public void close() {}
    }

    @Test
    void aClientWithoutRoomGoesOnWhenTheDataOfAnotherHasBeenPrinted() throws Exception {
        Client greedy = new Client();
        Client modest = new Client();
        LinkReceiver much = arrivals.accepted(greedy);
        LinkReceiver little = arrivals.accepted(modest);
        while (much.hasRoom()) {
            much.received(data());
        }
        assertThat(little.hasRoom()).isFalse();
        for (Arrivals.Arrival arrival = arrivals.next(0); arrival != null; arrival = arrivals.next(0)) {
            arrivals.printed();
        }
        assertThat(modest.resumed).isEqualTo(1);
        assertThat(greedy.resumed).isEqualTo(1);
        assertThat(little.hasRoom()).isTrue();
    }

    @Test
    void eventsTakeNoRoomFromData() throws Exception {
        LinkReceiver receiver = arrivals.link();
        for (int i = 0; i < 10_000; i++) {
            receiver.failed(new Sim7028Exception("the connection was lost"));
        }
        int given = 0;
        while (receiver.hasRoom()) {
            receiver.received(data());
            given++;
        }
        int printed = 0;
        int events = 0;
        for (Arrivals.Arrival arrival = arrivals.next(0); arrival != null; arrival = arrivals.next(0)) {
            printed += arrival.data() == null ? 0 : 1;
            events += arrival.data() == null ? 1 : 0;
        }
        assertThat(printed).isEqualTo(given).isGreaterThan(100);
        assertThat(events).isBetween(100, 2000);
    }
}
