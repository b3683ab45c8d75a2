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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.simulator.model.Quirk;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A module that is busy half of the time: what is sent through it takes longer, and that is all. */
@Execution(ExecutionMode.CONCURRENT)
class BusyModuleTest {

    private static final int LARGE = 100_000;

    @Test
    void aLargeStreamArrivesWholeThroughAModuleThatSaysSoByNumber() throws Exception {
        carries();
    }

    @Test
    void aLargeStreamArrivesWholeThroughAModuleThatSaysSoInWords() throws Exception {
        carries(Quirk.TCP_BUSY);
    }

    private static void carries(Quirk... dialect) throws Exception {
        byte[] body = new byte[LARGE];
        new Random(LARGE).nextBytes(body);
        try (ModemRig rig = new ModemRig(
                        modem -> modem.dialect(dialect).faults("busy 400ms every=800ms"), profile -> profile);
                TcpPeer far = new TcpPeer()) {
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            // a fast machine is through before the module is busy for the first time
            await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.faults().count() > 0);
            Receipt receipt = link.send(outbound(body)).get(90, java.util.concurrent.TimeUnit.SECONDS);
            assertThat(receipt.confirmed()).isEqualTo(LARGE);
            await().untilAsserted(() -> assertThat(far.got()).isEqualTo(body));
            assertThat(far.connections()).isEqualTo(1);
            long pieces = rig.virtual.commands().stream()
                    .filter(command -> command.startsWith("AT+CIPSEND="))
                    .count();
            assertThat(pieces).as("attempts").isGreaterThan(LARGE / CipSend.MAX_LENGTH + 1);
        }
    }

    /** As a route hands a stream over, a piece at a time. */
    private static Outbound outbound(byte[] body) {
        Payload payload = Payload.of(new ByteArrayInputStream(body));
        return new Outbound(payload, null, 0, Duration.ofSeconds(20), true);
    }
}
