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
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The option {@code pollInterval}. */
class PollIntervalTest {

    private static VirtualRig rig(ReceiveMode mode, Duration interval) {
        return new VirtualRig(profile ->
                profile.with(Changed.with(profile.transfer(), "receiveMode", mode, "pollInterval", interval)));
    }

    private static String text(Collector collector) {
        return new String(collector.bytes(), StandardCharsets.US_ASCII);
    }

    /** Has data for one read from now on, and does not say so. */
    private static void holdUnannounced(VirtualRig rig, String data) {
        AtomicBoolean there = new AtomicBoolean(true);
        rig.module.answer(command -> command.startsWith("AT+CIPRXGET=2,0") && there.getAndSet(false)
                ? "\r\n+CIPRXGET: 2,0," + data.length() + ",0\r\n" + data + "\r\nOK\r\n"
                : null);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30, 600})
    void dataWhoseNotificationWasLostIsReadAfterTheInterval(int seconds) throws Exception {
        Duration interval = Duration.ofSeconds(seconds);
        try (VirtualRig rig = rig(ReceiveMode.BUFFERED, interval)) {
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(2));
            rig.settle();
            holdUnannounced(rig, "data");
            rig.pass(interval.minusSeconds(1));
            assertThat(text(collector)).isEmpty();
            rig.pass(Duration.ofSeconds(2));
            assertThat(text(collector)).isEqualTo("data");
        }
    }

    @Test
    void zeroPollsNothing() throws Exception {
        for (ReceiveMode mode : new ReceiveMode[] {ReceiveMode.BUFFERED, ReceiveMode.PUSH}) {
            try (VirtualRig rig = rig(mode, Duration.ZERO)) {
                Collector collector = new Collector();
                rig.ready().link(VirtualRig.PEER, collector);
                rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(2));
                rig.settle();
                rig.module.clear();
                rig.pass(Duration.ofHours(2));
                assertThat(rig.module.count("AT+CIPRXGET")).isZero();
                assertThat(rig.module.count("AT+CIPOPEN")).isZero();
                assertThat(rig.module.count("AT+NETOPEN?")).isPositive();
            }
        }
    }

    @Test
    void aNotificationBehindWhichThereIsNoDataIsFollowedByOneRead() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.BUFFERED, Duration.ZERO)) {
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(2));
            rig.settle();
            for (int i = 0; i < 3; i++) {
                rig.module.clear();
                rig.module.say(ScriptedModule.lines("+CIPRXGET: 1,0"));
                rig.pass(Duration.ofHours(1));
                assertThat(rig.module.count("AT+CIPRXGET=2,0")).isEqualTo(1);
            }
            holdUnannounced(rig, "data");
            rig.module.say(ScriptedModule.lines("+CIPRXGET: 1,0"));
            rig.settle();
            assertThat(text(collector)).isEqualTo("data");
            assertThat(collector.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUSH", "BUFFERED"})
    @ExpectedLog(Said.LINK_CLOSED)
    @ExpectedLog(Said.LINK_LOST)
    void aLinkWhoseCloseWasNotReportedIsOpenedAgainAfterTheInterval(ReceiveMode mode) throws Exception {
        try (VirtualRig rig = rig(mode, Duration.ofSeconds(20))) {
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(2));
            rig.module.usual("AT+CIPCLOSE=0");
            rig.pass(Duration.ofSeconds(18));
            assertThat(collector.opened()).isEqualTo(1);
            rig.passUntil(() -> collector.opened() == 2, Duration.ofSeconds(2 + 1 + 6));
        }
    }
}
