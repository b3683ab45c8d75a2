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

import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer of datagrams that is given by name: only what comes from its address is taken, whenever that becomes known or changes. */
@ExpectedLog("the address of peer\\.example is not known: ")
class PeerAddressTest {

    private static final LinkSpec NAMED = LinkSpec.udp("peer.example", 1000);

    private static VirtualRig rig() {
        return new VirtualRig(profile -> profile.with(TransferSettings.DEFAULT.withReceiveMode(ReceiveMode.PUSH)));
    }

    private static void pushed(VirtualRig rig, String host, String text) {
        rig.module.say(ScriptedModule.pushed(0, host + ":1000", text));
        rig.settle();
    }

    private static void resolvesTo(VirtualRig rig, String address) {
        rig.module.answer(command -> !command.startsWith("AT+CDNSGIP=")
                ? null
                : address == null
                        ? ScriptedModule.lines("+CDNSGIP: 0,10", "ERROR")
                        : ScriptedModule.lines("+CDNSGIP: 1,\"peer.example\",\"" + address + "\"", "OK"));
    }

    private static List<String> texts(Collector collector) {
        return collector.pieces().stream()
                .map(piece -> new String(piece.data(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Test
    void datagramsWaitUntilTheNameIsResolvedAndStrangersAreNeverTaken() throws Exception {
        try (VirtualRig rig = rig()) {
            resolvesTo(rig, null);
            Collector collector = new Collector();
            rig.ready().link(NAMED, collector);
            rig.pass(Duration.ofSeconds(1));
            pushed(rig, "6.6.6.6", "evil");
            pushed(rig, "10.0.0.9", "one");
            pushed(rig, "10.0.0.9", "two");
            assertThat(texts(collector)).isEmpty();
            resolvesTo(rig, "10.0.0.9");
            rig.pass(Duration.ofSeconds(20));
            assertThat(texts(collector)).containsExactly("one", "two");
            pushed(rig, "6.6.6.6", "evil");
            pushed(rig, "10.0.0.9", "three");
            rig.pass(Duration.ofMinutes(1));
            assertThat(texts(collector)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void aNameThatIsNeverResolvedLetsNobodyInAndKeepsLittle() throws Exception {
        try (VirtualRig rig = rig()) {
            resolvesTo(rig, null);
            Collector collector = new Collector();
            rig.ready().link(NAMED, collector);
            rig.pass(Duration.ofSeconds(1));
            for (int i = 0; i < 100; i++) {
                pushed(rig, "6.6.6.6", "evil");
            }
            rig.pass(Duration.ofMinutes(30));
            assertThat(texts(collector)).isEmpty();
            assertThat(rig.module.count("AT+CDNSGIP=")).isBetween(3L, 15L);
        }
    }

    @Test
    void anAddressThatChangesIsFollowed() throws Exception {
        try (VirtualRig rig = rig()) {
            resolvesTo(rig, "10.0.0.9");
            Collector collector = new Collector();
            rig.ready().link(NAMED, collector);
            rig.pass(Duration.ofSeconds(10));
            pushed(rig, "10.0.0.9", "before");
            resolvesTo(rig, "10.0.0.77");
            pushed(rig, "10.0.0.77", "after");
            rig.pass(Duration.ofSeconds(1));
            assertThat(texts(collector)).containsExactly("before", "after");
        }
    }

    @Test
    void aStrangerWhoKeepsSendingDoesNotHaveTheNameResolvedAllTheTime() throws Exception {
        try (VirtualRig rig = rig()) {
            resolvesTo(rig, "10.0.0.9");
            Collector collector = new Collector();
            rig.ready().link(NAMED, collector);
            for (int i = 0; i < 600; i++) {
                pushed(rig, "6.6.6.6", "evil");
                rig.pass(Duration.ofSeconds(1));
            }
            assertThat(texts(collector)).isEmpty();
            assertThat(rig.module.count("AT+CDNSGIP=")).isLessThan(12);
        }
    }
}
