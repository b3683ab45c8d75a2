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

import static io.github.sim7028.kit.ScriptedModule.lines;
import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.PowerSaving;
import io.github.sim7028.modem.settings.PowerSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With powerSaving=psm the driver lets the module sleep, and wakes it for what is to be sent. An hour is 20 s here. */
class PsmTest {

    private static final Duration HOUR = Duration.ofSeconds(20);
    private static final Duration ACTIVE = Duration.ofSeconds(2);
    private static final Duration RELEASE = Duration.ofSeconds(3);

    /** A module that sleeps when nothing was said for a while, hears nothing then, and boots when bytes at 9600 baud wake it. */
    private static final class Sleeper {
        private final VirtualRig rig;
        private long spoken;
        private int wakes;
        private boolean boots = true;
        private boolean granted = true;
        private boolean told = true;

        Sleeper(PowerSettings power) {
            rig = new VirtualRig(profile -> profile.with(power));
            spoken = rig.timer.nanoTime();
            rig.module.answer(this::answer);
            rig.module.otherRate(rate -> {
                if (asleep()) {
                    wakes++;
                    if (boots) {
                        rig.module.reboot();
                    }
                }
                spoken = rig.timer.nanoTime();
            });
        }

        boolean asleep() {
            return granted
                    && rig.timer.nanoTime() - spoken
                            >= ACTIVE.plus(RELEASE).minusMillis(100).toNanos();
        }

        private String answer(String command) {
            if (asleep()) {
                return ScriptedModule.SILENCE;
            }
            spoken = rig.timer.nanoTime();
            return switch (command) {
                case "AT+CPSMS?" -> lines("+CPSMS: 1,,,\"00110100\",\"00000001\"", "OK");
                case "AT+QCPMUCFG?" -> lines("+QCPMUCFG: 1,4", "OK");
                case "AT+CEREG?" ->
                    lines(
                            granted && told
                                    ? "+CEREG: 5,1,\"00A0\",\"0002920C\",9,\"00\",0,0,\"00000001\",\"00110100\""
                                    : "+CEREG: 5,1,\"00A0\",\"0002920C\",9",
                            "OK");
                default -> null;
            };
        }
    }

    private static PowerSettings psm() {
        return Changed.with(PowerSettings.DEFAULT, "mode", PowerSaving.PSM, "activeTime", ACTIVE, "release", RELEASE);
    }

    private static LinkLease sleeping(Sleeper module) throws Exception {
        LinkLease link = module.rig.ready().link(PEER, null);
        awaitSleep(module);
        return link;
    }

    private static void awaitSleep(Sleeper module) throws Exception {
        module.rig.awaitState(module.rig.lease().modem(), ModemState.ASLEEP, HOUR);
        module.rig.pass(Duration.ofSeconds(1));
        assertThat(module.asleep()).isTrue();
    }

    @Test
    void aThousandReadingsWakeTheModuleAThousandTimesAndNoneIsLost() throws Exception {
        Sleeper module = new Sleeper(psm());
        try (VirtualRig rig = module.rig) {
            LinkLease link = sleeping(module);
            rig.module.clear();
            for (int reading = 0; reading < 1000; reading++) {
                CompletableFuture<Receipt> sent = link.send(VirtualRig.outbound("reading " + reading));
                rig.pass(HOUR);
                assertThat(sent.isDone() && sent.join().isConfirmed())
                        .as("reading " + reading)
                        .isTrue();
            }
            assertThat(rig.module.payloads())
                    .containsExactlyElementsOf(IntStream.range(0, 1000)
                            .mapToObj(reading -> "reading " + reading)
                            .toList());
            assertThat(module.wakes).isEqualTo(1000);
            assertThat(rig.module.opened()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatHasGatheredGoesInOneWakingWhetherTheModuleRemembersOrNot(boolean boots) throws Exception {
        Sleeper module = new Sleeper(psm());
        module.boots = boots;
        try (VirtualRig rig = module.rig) {
            LinkLease link = sleeping(module);
            List<CompletableFuture<Receipt>> sent = IntStream.range(0, 5)
                    .mapToObj(i -> link.send(VirtualRig.outbound("reading " + i)))
                    .toList();
            rig.pass(HOUR);
            assertThat(sent).allMatch(each -> each.join().isConfirmed());
            assertThat(new HashSet<>(List.of(String.join("", rig.module.payloads()))))
                    .containsExactly("reading 0reading 1reading 2reading 3reading 4");
            assertThat(module.wakes).isEqualTo(1);
        }
    }

    @Test
    void aModuleThatAnEarlierRunHasLeftAsleepIsWokenAtOnce() throws Exception {
        Sleeper module = new Sleeper(psm());
        module.spoken -= Duration.ofHours(1).toNanos();
        try (VirtualRig rig = module.rig) {
            rig.ready();
            assertThat(module.wakes).isEqualTo(1);
            assertThat(rig.module.opened()).isEqualTo(1);
        }
    }

    @Test
    void aSleepingModuleIsLeftAloneForDays() throws Exception {
        Sleeper module = new Sleeper(psm());
        try (VirtualRig rig = module.rig) {
            sleeping(module);
            rig.module.clear();
            // what the periodic update of the module, or its board, may let it say
            rig.module.say(lines("*ATREADY: 1", "+CEREG: 1", "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY"));
            rig.pass(HOUR.multipliedBy(200));
            assertThat(rig.module.commands()).isEmpty();
            assertThat(module.wakes).isZero();
            assertThat(rig.lease().modem().status().state()).isEqualTo(ModemState.ASLEEP);
        }
    }

    @Test
    @ExpectedLog("^Modem '[^']*': tcp .* lost data that the module had received: ")
    void dataThatNobodyHadRoomForUntilTheModuleSleptIsALossThatIsReported() throws Exception {
        Sleeper module = new Sleeper(psm());
        try (VirtualRig rig = module.rig) {
            Collector collector = new Collector().room(0);
            rig.ready().link(PEER, collector);
            rig.pass(Duration.ofSeconds(1));
            rig.module.say(lines("+CIPRXGET: 1,0"));
            awaitSleep(module);
            assertThat(rig.module.count("AT+CIPRXGET=2,0")).isZero();
            assertThat(collector.failures())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("lost data that the module had received", "queue was full", "fell asleep");
        }
    }

    @Test
    void sleepAndWakingAreEventsAndNoOutage() throws Exception {
        Sleeper module = new Sleeper(psm());
        try (VirtualRig rig = module.rig) {
            LinkLease link = sleeping(module);
            List<String> events = new CopyOnWriteArrayList<>();
            Modem modem = rig.lease().modem();
            modem.addListener(event -> events.add(
                    event instanceof ModemEvent.StatusChanged changed
                            ? changed.status().state().words()
                            : event.type()));
            rig.send(link, "reading", HOUR);
            awaitSleep(module);
            assertThat(events).containsExactly("ready", "awake", "linkOpened", "linkClosed", "asleep", "asleep");
        }
    }

    @Test
    void anOperationWakesTheModuleAndTheStatusDoesNot() throws Exception {
        Sleeper module = new Sleeper(psm());
        try (VirtualRig rig = module.rig) {
            sleeping(module);
            Modem modem = rig.lease().modem();
            ModemReport report = rig.await(modem.operations().status(), HOUR);
            assertThat(report.state()).isEqualTo(ModemState.ASLEEP);
            assertThat(report.power())
                    .isEqualTo(new ModemReport.Power("psm", true, ACTIVE, Duration.ofHours(20), null));
            assertThat(module.wakes).isZero();
            assertThat(rig.await(modem.operations().signal(), HOUR).rssi()).isEqualTo(20);
            assertThat(module.wakes).isEqualTo(1);
            awaitSleep(module);
        }
    }

    @Test
    void aModuleThatFallsAsleepEarlierThanExpectedIsWokenBeforeAMessageLeaves() throws Exception {
        Sleeper module = new Sleeper(Changed.with(psm(), "release", Duration.ofSeconds(50)));
        try (VirtualRig rig = module.rig) {
            LinkLease link = rig.ready().link(PEER, null);
            for (int reading = 0; reading < 20; reading++) {
                rig.pass(Duration.ofSeconds(module.asleep() ? 10 : 12));
                assertThat(rig.send(link, "reading " + reading, Duration.ofMinutes(1))
                                .isConfirmed())
                        .isTrue();
            }
            assertThat(rig.module.payloads()).hasSize(20);
            assertThat(module.wakes).isEqualTo(20);
        }
    }

    @Test
    void aModuleThatTheNetworkGrantsNothingStaysAwakeUntilItDoes() throws Exception {
        Sleeper module = new Sleeper(psm());
        module.granted = false;
        try (VirtualRig rig = module.rig) {
            Modem modem = rig.ready().modem();
            rig.pass(Duration.ofMinutes(12));
            assertThat(modem.status().state()).isEqualTo(ModemState.READY);
            module.granted = true;
            module.spoken = rig.timer.nanoTime();
            rig.module.answer(command -> {
                module.spoken = rig.timer.nanoTime();
                return module.answer(command);
            });
            rig.awaitState(modem, ModemState.ASLEEP, Duration.ofMinutes(12));
        }
    }

    @Test
    @ExpectedLog(Said.NO_ANSWER)
    void aModuleThatTellsOfNoTimersAndSleepsAllTheSameIsLetSleep() throws Exception {
        Sleeper module = new Sleeper(psm());
        module.told = false;
        try (VirtualRig rig = module.rig) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.pass(Duration.ofHours(1));
            int wakes = module.wakes;
            assertThat(wakes).isLessThan(5);
            rig.pass(Duration.ofHours(10));
            assertThat(module.wakes).isEqualTo(wakes);
            assertThat(rig.lease().modem().status().state()).isEqualTo(ModemState.ASLEEP);
            for (int reading = 0; reading < 5; reading++) {
                assertThat(rig.send(link, "reading " + reading, HOUR).isConfirmed())
                        .isTrue();
                awaitSleep(module);
            }
            assertThat(module.wakes).isEqualTo(wakes + 5);
        }
    }

    @Test
    void netOpenWakesAModuleThatHasFallenAsleepSinceNetClose() throws Exception {
        Sleeper module = new Sleeper(psm());
        try (VirtualRig rig = module.rig) {
            Modem modem = rig.ready().modem();
            rig.await(modem.operations().netClose(), HOUR);
            rig.pass(HOUR);
            assertThat(module.asleep()).isTrue();
            assertThat(rig.await(modem.operations().netOpen(), HOUR).state()).isEqualTo(ModemState.READY);
            assertThat(rig.module.opened()).isEqualTo(1);
        }
    }

    @Test
    @ExpectedLog("the module refuses AT.CPSMS=1,.*: the module saves less power than powerSaving asks for")
    void aModuleThatRefusesPsmIsNotTakenForOneThatSleeps() throws Exception {
        Sleeper module = new Sleeper(psm());
        module.granted = false;
        try (VirtualRig rig = module.rig) {
            rig.module.answer(command -> command.startsWith("AT+CPSMS") || command.matches("AT\\+CEREG=[45]")
                    ? lines("ERROR")
                    : command.equals("AT+CEREG?") ? null : module.answer(command));
            Modem modem = rig.ready().modem();
            rig.pass(Duration.ofMinutes(20));
            assertThat(modem.status().state()).isEqualTo(ModemState.READY);
            assertThat(module.wakes).isZero();
        }
    }
}
