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
package io.github.sim7028.modem.driver.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a consumer that stops leaves to the producers on the same link. */
class LeavingConsumerTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final LinkSpec PEER = VirtualRig.PEER;
    private static final LinkSpec OTHER = LinkSpec.tcp("10.0.0.10", 1000);
    private static final LinkSpec THIRD = LinkSpec.tcp("10.0.0.11", 1000);

    private static VirtualRig rig(ReceiveMode mode) {
        return new VirtualRig(profile -> profile.with(Changed.with(
                        Changed.with(profile.transfer(), "receiveMode", mode), "pollInterval", Duration.ZERO))
                .with(Changed.with(profile.recovery(), "linkIdleTimeout", LIMIT)));
    }

    @Test
    void aLinkThatIsUsedByProducersOnlyFromThenOnIsClosedOnceIdle() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.PUSH)) {
            ModemLease modem = rig.ready();
            LinkLease consumer = modem.link(PEER, new Collector());
            LinkLease producer = modem.link(PEER, null);
            rig.send(producer, "m", Duration.ofSeconds(2));
            long closed = rig.module.count("AT+CIPCLOSE=0");
            rig.pass(LIMIT.multipliedBy(3));
            assertThat(rig.module.count("AT+CIPCLOSE=0")).isEqualTo(closed);

            rig.await(consumer.release(), Duration.ofSeconds(1));
            rig.pass(LIMIT.plusSeconds(2));

            assertThat(rig.module.count("AT+CIPCLOSE=0")).isEqualTo(closed + 1);
        }
    }

    @Test
    void aLinkThatWaitsForANumberGetsTheNumberOfTheLinkThatHasBecomeIdle() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.PUSH)) {
            ModemLease modem = rig.ready();
            LinkLease consumer = modem.link(PEER, new Collector());
            rig.send(modem.link(PEER, null), "m", Duration.ofSeconds(2));
            LinkLease other = modem.link(OTHER, new Collector());
            rig.send(other, "m", Duration.ofSeconds(2));
            CompletableFuture<Receipt> waits = modem.link(THIRD, null).send(VirtualRig.outbound("w"));
            rig.pass(Duration.ofSeconds(5));
            assertThat(waits).isNotDone();

            rig.await(consumer.release(), Duration.ofSeconds(1));

            assertThat(rig.await(waits, Duration.ofSeconds(2)).isConfirmed()).isTrue();
        }
    }

    @Test
    @ExpectedLog(Said.LINK_CLOSED)
    void whatTheConsumerHadNoRoomForDoesNotKeepALinkThatThePeerHasClosed() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.BUFFERED)) {
            ModemLease modem = rig.ready();
            LinkLease consumer = modem.link(PEER, new Collector().room(0));
            LinkLease producer = modem.link(PEER, null);
            rig.send(producer, "m", Duration.ofSeconds(2));
            rig.module.answer(command -> command.startsWith("AT+CIPRXGET=2,0")
                    ? "\r\n+CIPRXGET: 2,0,1500,100000\r\n" + "r".repeat(1500) + "\r\nOK\r\n"
                    : null);
            rig.module.say(ScriptedModule.lines("+CIPRXGET: 1,0", "+IPCLOSE: 0,1"));
            rig.pass(Duration.ofMinutes(2));
            assertThat(producer.snapshot().phase()).isEqualTo("draining");
            rig.module.answer(command -> null);

            rig.await(consumer.release(), Duration.ofSeconds(1));

            rig.send(producer, "n", Duration.ofSeconds(20));
        }
    }
}
