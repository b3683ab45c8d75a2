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
package io.github.sim7028.modem.driver.setup;

import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.PowerSaving;
import io.github.sim7028.modem.settings.PowerSettings;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** By default a module is kept awake: what the module keeps is written only if it differs, what it forgets after every boot. */
class SleepSettingsTest {

    private static final String[] SLEEP = {"AT+CPSMS", "AT+CEDRXS", "AT+QCPMUCFG"};

    /** What a module has set for its sleep; the depth is forgotten at a restart. */
    private final Map<String, String> kept = new HashMap<>(Map.of(
            "AT+CPSMS", "+CPSMS: 1,,,\"00110100\",\"00100101\"",
            "AT+CEDRXS", "+CEDRXS: 5,\"0101\"",
            "AT+QCPMUCFG", "+QCPMUCFG: 1,4"));

    private String module(String command) {
        for (String name : SLEEP) {
            if (command.equals(name + "?")) {
                return lines(kept.get(name), "OK");
            } else if (command.startsWith(name + "=")) {
                kept.put(name, name.substring(2) + ": " + command.substring(name.length() + 1));
                return lines("OK");
            }
        }
        return null;
    }

    private static List<String> written(VirtualRig rig) {
        return rig.module.commands().stream()
                .filter(command -> command.matches("AT\\+(CPSMS|CEDRXS|QCPMUCFG)=.*"))
                .toList();
    }

    @Test
    @ExpectedLog(Said.RESTARTED)
    void whatDiffersIsSwitchedOffOnceAndTheDepthAfterEveryBoot() throws Exception {
        try (VirtualRig rig = new VirtualRig();
                CapturedLog log = CapturedLog.of("io.github.sim7028.modem")) {
            rig.module.answer(this::module);
            Modem modem = rig.ready().modem();
            assertThat(log.messages(Level.INFO))
                    .filteredOn(line -> line.contains("keeps this setting"))
                    .hasSize(2);
            assertThat(written(rig)).containsExactly("AT+CPSMS=0", "AT+CEDRXS=0", "AT+QCPMUCFG=1,1");
            for (int boot = 0; boot < 2; boot++) {
                rig.module.clear();
                kept.put("AT+QCPMUCFG", "+QCPMUCFG: 1,4");
                rig.module.rebootLoudly();
                rig.pass(Duration.ofSeconds(3));
                rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(1));
                assertThat(written(rig)).containsExactly("AT+QCPMUCFG=1,1");
            }
        }
    }

    @Test
    void aModuleThatIsAwakeGetsNoSetting() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            kept.putAll(Map.of(
                    "AT+CPSMS", "+CPSMS:0,,,\"00110100\",\"00100101\"",
                    "AT+CEDRXS", "+CEDRXS: 0",
                    "AT+QCPMUCFG", "+QCPMUCFG: 1,1"));
            rig.module.answer(this::module);
            rig.ready();
            assertThat(written(rig)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT+CPSMS", "AT+CEDRXS", "AT+QCPMUCFG"})
    void aFirmwareThatLacksACommandIsReady(String missing) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> command.startsWith(missing) ? lines("ERROR") : module(command));
            rig.ready();
            assertThat(written(rig)).hasSize(3).anyMatch(command -> command.startsWith(missing + "="));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT+CPSMS=0", "AT+CEDRXS=0", "AT+QCPMUCFG=1,1"})
    @ExpectedLog(Said.SETTING_REFUSED)
    void aModuleThatInsistsOnItsSleepIsReadyAndTheConsequenceIsSaid(String refused) throws Exception {
        try (VirtualRig rig = new VirtualRig();
                CapturedLog log = CapturedLog.of("io.github.sim7028.modem")) {
            rig.module.answer(command -> command.equals(refused) ? lines("+CME ERROR: 3") : module(command));
            rig.ready();
            assertThat(log.messages(Level.WARN))
                    .anyMatch(line -> line.contains(refused) && line.contains("may fall asleep"));
        }
    }

    @Test
    void psmIsRequestedWithItsTimersAndHibernation() throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(PowerSettings.DEFAULT.with(PowerSaving.PSM)))) {
            kept.put("AT+QCPMUCFG", "+QCPMUCFG: 1,1");
            rig.module.answer(this::module);
            rig.ready();
            assertThat(written(rig))
                    .containsExactly("AT+CEDRXS=0", "AT+CPSMS=1,,,\"00110100\",\"00011110\"", "AT+QCPMUCFG=1,4");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5,1,\"00A0\",\"00100001\",9,\"00\",0,0,\"00000011\",\"00110100\" | PT6S  | PT20H",
                "4,5,\"00A0\",\"00100001\",9,,,\"00100001\",\"00110100\"      | PT1M  | PT20H",
                "5,1,\"00A0\",\"00100001\",9,,,,\"00110100\"                   |       | PT20H",
                "5,1,\"00A0\",\"00100001\",9,,,\"11100000\",\"11100000\"      |       |",
                "5,1,\"00A0\",\"00100001\",9,,,\"junk\",\"0\"                 |       |",
                "5,1,\"00A0\",\"00100001\",9                                  |       |",
                "5,1                                                        |       |"
            })
    void theTimersStandBehindTheCellWhoseNumberMayLookLikeOne(String line, Duration active, Duration periodic)
            throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(PowerSettings.DEFAULT.with(PowerSaving.PSM)))) {
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? lines("+CEREG: " + line, "OK") : module(command));
            Modem modem = rig.ready().modem();
            ModemReport report = rig.await(modem.operations().status(), Duration.ofSeconds(10));
            assertThat(report.power()).isEqualTo(new ModemReport.Power("psm", active != null, active, periodic, null));
        }
    }

    @Test
    void edrxIsRequestedWithItsCycleWhileTheUartStaysOnAndTheGrantIsShown() throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(PowerSettings.DEFAULT.with(PowerSaving.EDRX)))) {
            kept.put("AT+CEDRXS", "+CEDRXS: 5,\"0010\"");
            rig.module.answer(command -> command.equals("AT+CEDRXRDP")
                    ? lines("+CEDRXRDP: 5,\"0101\",\"1001\",\"0011\"", "OK")
                    : module(command));
            Modem modem = rig.ready().modem();
            assertThat(written(rig)).containsExactly("AT+CPSMS=0", "AT+CEDRXS=1,5,\"0101\"", "AT+QCPMUCFG=1,1");
            ModemReport report = rig.await(modem.operations().status(), Duration.ofSeconds(10));
            assertThat(report.power())
                    .isEqualTo(new ModemReport.Power("edrx", true, null, null, Duration.ofMillis(163_840)));
        }
    }

    @Test
    void keepAsksAndSetsNothing() throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> profile.with(PowerSettings.DEFAULT.with(PowerSaving.KEEP)))) {
            rig.module.answer(this::module);
            rig.ready();
            assertThat(rig.module.commands()).noneMatch(command -> command.matches("AT\\+(CPSMS|CEDRXS|QCPMUCFG).*"));
        }
    }

    @Test
    @ExpectedLog(Said.RESTARTED)
    void theSimulatorAsItLeavesTheFactoryIsAwakeAfterEachBoot() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            assertThat(rig.virtual.settings().powerSaving.psm()).isFalse();
            assertThat(rig.virtual.settings().powerSaving.sleepDepth()).isEqualTo(1);
            long settings = rig.virtual.commands().stream()
                    .filter("AT+QCPMUCFG=1,1"::equals)
                    .count();
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT)
                    .until(() -> rig.virtual.commands().stream()
                                    .filter("AT+QCPMUCFG=1,1"::equals)
                                    .count()
                            > settings);
            ModemRig.awaitState(modem, ModemState.READY);
            assertThat(rig.virtual.commands()).containsOnlyOnce("AT+CPSMS=0");
        }
    }
}
