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
package io.github.sim7028.modem.driver.lifecycle;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried above the links when nothing gets through on any of them, on a virtual clock. */
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.NETWORK_STUCK)
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.MODEM_DOWN)
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+(: no| failed: )")
class RecoveryLadderTest {

    private static final Duration MINUTES = Duration.ofMinutes(5);

    private static LinkReceiver nobody() {
        return new Collector();
    }

    private static long count(VirtualRig rig, String command) {
        return rig.module.commands().stream().filter(command::equals).count();
    }

    private static VirtualRig refusing(UnaryOperator<String> script) {
        VirtualRig rig = new VirtualRig();
        rig.module.answer(script::apply);
        return rig;
    }

    private static String result(String open, int error) {
        return open.contains("UDP")
                ? ScriptedModule.lines("+CIPOPEN: " + open.charAt(11) + "," + error, "ERROR")
                : ScriptedModule.lines("OK", "+CIPOPEN: " + open.charAt(11) + "," + error);
    }

    @Test
    void aNetworkThatWasClosedWithoutAWordIsOpenedAtOnce() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            boolean[] gone = {true};
            rig.module.answer(command -> {
                if (command.equals("AT+NETOPEN")) {
                    gone[0] = false;
                }
                return gone[0] && command.startsWith("AT+CIPOPEN=0") ? result(command, 2) : null;
            });
            lease.link(PEER, nobody());
            rig.pass(Duration.ofSeconds(3));
            assertThat(count(rig, "AT+NETOPEN")).isEqualTo(2);
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.READY);
            assertThat(lease.modem().snapshot().links().get(0).phase()).isEqualTo("open");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+CIPERROR: 2", "+IP ERROR: Network not opened"})
    void aSendThatIsRefusedForWantOfANetworkOpensIt(String refusal) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            boolean[] refused = {false};
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPSEND=") && !refused[0]) {
                    refused[0] = true;
                    return ScriptedModule.lines(refusal, "ERROR");
                }
                return null;
            });
            assertThat(rig.await(link.send(VirtualRig.outbound("reading")), Duration.ofSeconds(20))
                            .isConfirmed())
                    .isTrue();
            assertThat(count(rig, "AT+NETOPEN")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 12})
    void aDeadContextIsOpenedAgainAndThenTheModuleRestarted(int error) throws Exception {
        try (VirtualRig rig = refusing(c -> c.startsWith("AT+CIPOPEN=0") || c.startsWith("AT+CIPOPEN=1")
                ? result(c, error)
                : c.equals("AT+QCRST") || c.startsWith("AT+CFUN=") ? ScriptedModule.lines("ERROR") : null)) {
            ModemLease lease = rig.ready();
            lease.link(PEER, nobody());
            lease.link(LinkSpec.tcp("10.0.0.8", 1000), nobody());
            rig.passUntil(() -> count(rig, "AT+NETCLOSE") == 1, MINUTES);
            rig.passUntil(() -> lease.modem().status().state() == ModemState.READY, MINUTES);
            assertThat(lease.modem().status().reason()).startsWith("no link has transferred data for ");
            rig.passUntil(
                    () -> rig.module.commands().stream().anyMatch(c -> c.equals("AT+QCRST") || c.equals("AT+CFUN=1,1")),
                    Duration.ofMinutes(10));
            rig.module.answer(c -> null);
            rig.passUntil(
                    () -> lease.modem().status().reason().isEmpty()
                            && lease.modem().status().state() == ModemState.READY,
                    Duration.ofMinutes(10));
        }
    }

    @Test
    void onePeerThatRefusesWhileAnotherIsReachedIsNoReason() throws Exception {
        try (VirtualRig rig = refusing(c -> c.contains("10.0.0.9") ? result(c, 1) : null)) {
            ModemLease lease = rig.ready();
            lease.link(PEER, nobody());
            LinkLease other = lease.link(LinkSpec.tcp("10.0.0.8", 1000), null);
            for (int i = 0; i < 30; i++) {
                assertThat(rig.await(other.send(VirtualRig.outbound("reading " + i)), Duration.ofSeconds(20))
                                .isConfirmed())
                        .isTrue();
                rig.pass(Duration.ofMinutes(1));
            }
            assertThat(count(rig, "AT+NETCLOSE")).isZero();
            assertThat(count(rig, "AT+NETOPEN")).isEqualTo(1);
        }
    }

    @Test
    void theOnlyPeerThatRefusesButAnswersAPingIsNoReason() throws Exception {
        try (VirtualRig rig = refusing(c -> c.startsWith("AT+QCPING=")
                ? ScriptedModule.lines("OK", "+QCPING: SUCC, dest: 10.0.0.9, RTT: 623 ms", "+QCPING: DONE")
                : c.contains("10.0.0.9") ? result(c, 1) : null)) {
            ModemLease lease = rig.ready();
            lease.link(PEER, nobody());
            rig.pass(Duration.ofMinutes(30));
            assertThat(count(rig, "AT+QCPING=\"10.0.0.9\"")).isBetween(1L, 10L);
            assertThat(count(rig, "AT+NETCLOSE")).isZero();
            assertThat(lease.modem().status().reason()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "ERROR"})
    void theOnlyPeerThatCannotBeReachedAtAllHasTheNetworkOpenedAgain(String ping) throws Exception {
        try (VirtualRig rig = refusing(c -> c.startsWith("AT+QCPING=")
                ? ScriptedModule.lines(ping)
                : c.contains("10.0.0.9") ? result(c, 10) : null)) {
            ModemLease lease = rig.ready();
            lease.link(PEER, nobody());
            rig.passUntil(() -> count(rig, "AT+NETCLOSE") == 1, MINUTES);
        }
    }

    @Test
    void aNetworkThatClosesRightAfterItWasOpenedIsOpenedMoreAndMoreSeldom() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> {
                if (command.startsWith("AT+CTCPKA=")) {
                    rig.module.sayAfter(
                            Duration.ofMillis(50), ScriptedModule.lines("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY"));
                }
                return null;
            });
            rig.lease();
            rig.pass(Duration.ofMinutes(10));
            assertThat(count(rig, "AT+NETOPEN")).isBetween(4L, 10L);
        }
    }

    @Test
    void aModuleThatRestartsAllTheTimeIsConfiguredMoreAndMoreSeldom() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> {
                if (command.equals("AT+CIPOPEN=?")) {
                    rig.module.sayAfter(Duration.ofMillis(50), ScriptedModule.lines("RDY"));
                }
                return null;
            });
            rig.lease();
            rig.pass(Duration.ofMinutes(10));
            assertThat(count(rig, "AT+NETOPEN")).isBetween(4L, 10L);
        }
    }
}
