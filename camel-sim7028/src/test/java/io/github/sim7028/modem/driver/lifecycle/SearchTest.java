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
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** A module that looks for a network is left alone; on a virtual clock, in real minutes. */
class SearchTest {

    /** What begins a search again or undoes what it has found. */
    private static final List<String> INTERRUPTIONS =
            List.of("AT+CFUN=", "AT+NETCLOSE", "AT+CGDCONT=", "AT+CGATT=", "AT+COPS=", "AT+QCRST", "AT+QCBAND=");

    /** Other tests run at the same time. */
    private final String name = "search-" + UUID.randomUUID();

    private String registration = "2";

    private VirtualRig searching() {
        return answering(new VirtualRig(profile -> Changed.with(profile, "name", name)));
    }

    private VirtualRig answering(VirtualRig rig) {
        rig.module.answer(command -> command.equals("AT+CEREG?") ? lines("+CEREG: 1," + registration, "OK") : null);
        return rig;
    }

    private static void leftAlone(VirtualRig rig) {
        assertThat(rig.module.commands())
                .noneMatch(command -> INTERRUPTIONS.stream().anyMatch(command::startsWith));
    }

    private List<String> warnings(CapturedLog log) {
        return log.messages(Level.WARN).stream()
                .filter(line -> line.contains(name))
                .toList();
    }

    @Test
    @ExpectedLog(Said.SEARCHING)
    void aModuleThatNeeds25MinutesIsLeftAloneAndThenServes() throws Exception {
        try (VirtualRig rig = searching();
                CapturedLog log = CapturedLog.of("io.github.sim7028.modem")) {
            ModemLease modem = rig.lease();
            LinkLease link = modem.link(VirtualRig.PEER, null);
            rig.pass(Duration.ofMinutes(25));
            assertThat(modem.modem().status().state()).isEqualTo(ModemState.REGISTERING);
            leftAlone(rig);
            assertThat(warnings(log))
                    .singleElement()
                    .asString()
                    .contains("signal 20 of 31", "check the antenna", "registrationTimeout=30m");
            registration = "5,\"00A0\",\"0002920C\",9";
            rig.awaitState(modem.modem(), ModemState.READY, Duration.ofSeconds(10));
            assertThat(rig.send(link, "reading", Duration.ofSeconds(10)).isConfirmed())
                    .isTrue();
            leftAlone(rig);
        }
    }

    /** As a service that is restarted every few minutes, with startupMode=strict, does. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDriverThatStopsAndStartsDoesNotBeginTheSearchAgain(boolean networkLeftOpen) throws Exception {
        try (VirtualRig rig = searching()) {
            rig.module.networkOpen(networkLeftOpen);
            for (int start = 0; start < 5; start++) {
                ModemLease modem = rig.lease();
                rig.pass(Duration.ofMinutes(1));
                assertThat(modem.modem().status().state()).isEqualTo(ModemState.REGISTERING);
                rig.await(modem.release(), Duration.ofSeconds(10));
            }
            leftAlone(rig);
            registration = "1";
            ModemLease modem = rig.ready();
            assertThat(rig.module.count("AT+NETCLOSE")).isEqualTo(networkLeftOpen ? 1 : 0);
            assertThat(modem.modem().counters().restarts()).isZero();
        }
    }

    /** Its settings, which a module refuses while the network is open, follow when that is closed. */
    @Test
    void theSettingsAreMadeWithTheNetworkClosed() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            boolean[] open = {true};
            rig.module.networkOpen(true);
            rig.module.answer(command -> {
                open[0] &= !command.equals("AT+NETCLOSE");
                return switch (command) {
                    case "AT+CEREG?" -> lines("+CEREG: 1," + registration, "OK");
                    case "AT+CIPMODE=0", "AT+CSOCKSETPN=1,1" -> open[0] ? lines("ERROR") : null;
                    default -> null;
                };
            });
            rig.lease();
            rig.pass(Duration.ofMinutes(1));
            registration = "1";
            rig.ready();
            assertThat(rig.module.commands())
                    .containsSubsequence("AT+NETCLOSE", "AT+CIPMODE=0", "AT+CSOCKSETPN=1,1", "AT+NETOPEN");
        }
    }

    @Test
    void aModuleThatHasLostItsNetworkIsNotToldToCloseItAtTheStop() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            rig.module.say(lines("+CEREG: 2"));
            rig.settle();
            rig.await(modem.release(), Duration.ofSeconds(10));
            leftAlone(rig);
        }
    }

    /** Without a network no link opens, and that is no reason to restart the module. */
    @Test
    @ExpectedLog(Said.NETWORK_STUCK)
    @ExpectedLog(Said.LINK_NOT_OPENED)
    @ExpectedLog(Said.SEARCHING)
    void linksThatDoNotOpenDoNotInterruptASearch() throws Exception {
        registration = "1";
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            Modem modem = lease.modem();
            rig.module.answer(command -> command.equals("AT+CEREG?")
                    ? lines("+CEREG: 1," + registration, "OK")
                    : command.startsWith("AT+CIPOPEN=0,\"") || command.startsWith("AT+CIPOPEN=1,\"")
                            ? lines("OK", "+CIPOPEN: " + command.charAt(11) + ",10")
                            : null);
            lease.link(VirtualRig.PEER, new Collector());
            lease.link(LinkSpec.tcp("10.0.0.8", 1000), new Collector());
            registration = "2";
            rig.module.say(lines("+CEREG: 2"));
            rig.passUntil(() -> modem.status().state() == ModemState.REGISTERING, Duration.ofMinutes(30));
            rig.pass(Duration.ofMinutes(25));
            leftAlone(rig);
            registration = "1";
            rig.module.answer(command -> null);
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(1));
        }
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN + "\\+CEREG: 0,3 registration denied")
    void aDeniedRegistrationIsReportedWithinSeconds() throws Exception {
        registration = "3";
        try (VirtualRig rig = searching()) {
            Modem modem = rig.lease().modem();
            rig.passUntil(() -> modem.status().state() == ModemState.WAITING, Duration.ofSeconds(5));
            assertThat(modem.status().reason()).contains("denied", "subscription");
            rig.pass(Duration.ofHours(1));
            leftAlone(rig);
        }
    }

    /** NB-IoT has no calls, and some networks no registration for them. */
    @Test
    void onlyTheRegistrationForDataCounts() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> switch (command) {
                case "AT+CREG?" -> lines("+CREG: 0,0", "OK");
                case "AT+CGREG?" -> lines("+CGREG: 0,3", "OK");
                case "AT+CGATT?" -> lines("+CGATT: 0", "OK");
                case "AT+CEREG?" -> lines("+CEREG: 2,5,\"00A0\",\"0002920C\",9", "OK");
                default -> null;
            });
            Modem modem = rig.ready().modem();
            rig.module.say(lines("+CREG: 0", "+CGREG: 3"));
            rig.pass(Duration.ofMinutes(10));
            assertThat(modem.status().state()).isEqualTo(ModemState.READY);
            assertThat(modem.operations().diagnose()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 10})
    @ExpectedLog(Said.SEARCHING)
    @ExpectedLog(Said.MODEM_DOWN + "not registered within ")
    void theAdviceComesLongBeforeTheEndOfTheTime(long minutes) throws Exception {
        Duration timeout = Duration.ofMinutes(minutes);
        try (VirtualRig rig = answering(new VirtualRig(profile -> Changed.with(
                        profile.with(Changed.with(profile.network(), "registrationTimeout", timeout)), "name", name)));
                CapturedLog log = CapturedLog.of("io.github.sim7028.modem")) {
            rig.lease();
            rig.pass(timeout.dividedBy(2));
            assertThat(warnings(log)).singleElement().asString().contains("signal 20 of 31", "check the antenna");
            rig.pass(timeout);
        }
    }
}
