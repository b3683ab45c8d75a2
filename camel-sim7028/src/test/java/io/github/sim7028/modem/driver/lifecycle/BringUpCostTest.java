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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.Page;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How much goes over the line until a modem is ready: no more than the table in docs/performance.md says. */
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
class BringUpCostTest {

    /** A machine that is busy may have a query repeated: the least of so many counts. */
    private static final int TIMES = 3;

    private static final String OPENED = "line opened, factory settings";
    private static final String RESTARTED = "module restarted";
    private static final String NETWORK_LOST = "network lost";

    private record Cost(long commands, long up, long down) {

        static Cost of(VirtualModem modem) {
            return new Cost(modem.commandCount(), modem.bytesIn(), modem.bytesOut());
        }

        Cost since(Cost before) {
            return new Cost(commands - before.commands, up - before.up, down - before.down);
        }

        Cost orLess(Cost other) {
            return other == null || commands < other.commands ? this : other;
        }
    }

    @FunctionalInterface
    private interface Event {
        void happens(VirtualModem modem);
    }

    private static Cost opened() throws Exception {
        Cost least = null;
        for (int i = 0; i < TIMES; i++) {
            try (ModemRig rig = new ModemRig()) {
                rig.ready();
                least = Cost.of(rig.virtual).orLess(least);
            }
        }
        return least;
    }

    private static Cost after(Event event) throws Exception {
        Cost least = null;
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            for (int i = 0; i < TIMES; i++) {
                Cost before = Cost.of(rig.virtual);
                event.happens(rig.virtual);
                await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.commandCount() > before.commands);
                ModemRig.awaitState(modem, ModemState.READY);
                least = Cost.of(rig.virtual).since(before).orLess(least);
            }
        }
        return least;
    }

    /** The row of the page: commands, bytes up, bytes down, and the least number of commands. */
    private static void assertAsThePageSays(String row, Cost cost) {
        List<String> cells = Page.of("performance.md").section("Bring-up").rows().stream()
                .filter(each -> each.get(0).equals(row))
                .findFirst()
                .orElseThrow();
        long[] numbers = cells.stream()
                .skip(1)
                .limit(4)
                .flatMapToLong(cell -> LongStream.of(Long.parseLong(cell.replace(",", ""))))
                .toArray();
        assertThat(cost.commands).as(row + ": commands").isEqualTo(numbers[0]);
        assertThat(cost.up).as(row + ": bytes up").isLessThanOrEqualTo(numbers[1]);
        assertThat(cost.down).as(row + ": bytes down").isLessThanOrEqualTo(numbers[2]);
        assertThat(cost.commands).as(row + ": 1.2 times the least").isLessThanOrEqualTo(numbers[3] * 12 / 10);
    }

    @Test
    void anOpenedLine() throws Exception {
        assertAsThePageSays(OPENED, opened());
    }

    @Test
    void aModuleThatRestarted() throws Exception {
        assertAsThePageSays(RESTARTED, after(modem -> modem.reboot(true)));
    }

    @Test
    void aNetworkThatWasLost() throws Exception {
        assertAsThePageSays(NETWORK_LOST, after(modem -> modem.loseNetwork(true)));
    }

    @Test
    void whatTheModuleStillHasIsNotSetAgainAfterALostNetwork() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            int before = rig.virtual.commands().size();
            rig.virtual.loseNetwork(true);
            await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.commands().size() > before + 4);
            ModemRig.awaitState(modem, ModemState.READY);
            assertThat(rig.virtual
                            .commands()
                            .subList(before, rig.virtual.commands().size()))
                    .containsSubsequence(
                            "AT+CIPCCFG?",
                            "AT+NETOPEN?",
                            "AT+CFUN?",
                            "AT+CPIN?",
                            "AT+CIPRXGET=1",
                            "AT+CEREG?",
                            "AT+NETOPEN",
                            "AT+IPADDR",
                            "AT+CTCPKA=0,2,5,1")
                    .doesNotContain("ATE0", "AT+CIPHEAD=1", "AT+CIPOPEN=?", "AT+CGDCONT?");
        }
    }

    /** It restarted without a word while its network was down: only the question about its settings shows that. */
    @Test
    void aModuleThatRestartedBehindALostNetworkIsSetUpWhole() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = rig.ready().modem();
            rig.module.clear();
            rig.module.reboot();
            rig.module.say(ScriptedModule.lines("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY"));
            rig.passUntil(() -> rig.module.commands().contains("AT+NETOPEN"), Duration.ofMinutes(1));
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(1));
            assertThat(rig.module.commands())
                    .containsSubsequence(
                            "AT+CIPCCFG?", "ATE0", "AT+CIPCCFG=10,0,0,1,1,0,500", "AT+CIPHEAD=1", "AT+NETOPEN");
        }
    }
}
