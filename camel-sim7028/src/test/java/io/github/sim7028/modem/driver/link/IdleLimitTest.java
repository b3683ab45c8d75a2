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

import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The option {@code linkIdleTimeout}. */
class IdleLimitTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final LinkSpec PEER = LinkSpec.tcp("10.0.0.9", 1000);

    private static VirtualRig rig(Duration limit) {
        return new VirtualRig(profile ->
                Changed.with(profile, "recovery", Changed.with(profile.recovery(), "linkIdleTimeout", limit)));
    }

    private static void send(VirtualRig rig, LinkLease link) {
        assertThat(rig.await(link.send(VirtualRig.outbound("m")), Duration.ofSeconds(10))
                        .isConfirmed())
                .isTrue();
    }

    private static long closed(VirtualRig rig) {
        return rig.module.count("AT+CIPCLOSE=0");
    }

    @Test
    void aLinkIsClosedOnceItHasBeenIdleForTheTimeAndOpenedForTheNextMessage() throws Exception {
        try (VirtualRig rig = rig(LIMIT)) {
            LinkLease link = rig.ready().link(PEER, null);
            long before = closed(rig);
            send(rig, link);
            rig.pass(LIMIT.minusSeconds(2));
            assertThat(closed(rig)).isEqualTo(before);
            rig.pass(Duration.ofSeconds(4));
            assertThat(closed(rig)).isEqualTo(before + 1);
            send(rig, link);
        }
    }

    @Test
    void theTimeBeginsWithTheLastMessage() throws Exception {
        try (VirtualRig rig = rig(LIMIT)) {
            LinkLease link = rig.ready().link(PEER, null);
            long before = closed(rig);
            for (int i = 0; i < 5; i++) {
                send(rig, link);
                rig.pass(LIMIT.minusSeconds(5));
            }
            assertThat(closed(rig)).isEqualTo(before);
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(1);
            rig.pass(Duration.ofSeconds(7));
            assertThat(closed(rig)).isEqualTo(before + 1);
        }
    }

    @Test
    void zeroKeepsALinkOpen() throws Exception {
        try (VirtualRig rig = rig(Duration.ZERO)) {
            LinkLease link = rig.ready().link(PEER, null);
            long before = closed(rig);
            send(rig, link);
            rig.pass(Duration.ofHours(2));
            assertThat(closed(rig)).isEqualTo(before);
        }
    }
}
