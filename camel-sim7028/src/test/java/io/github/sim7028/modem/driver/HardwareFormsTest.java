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
package io.github.sim7028.modem.driver;

import static io.github.sim7028.kit.ScriptedModule.lines;
import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real modules send, in every form that was seen, in the whole driver. */
class HardwareFormsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<ModemEvent> events = new CopyOnWriteArrayList<>();

    private ModemLease ready(VirtualRig rig) throws Exception {
        ModemLease lease = rig.ready();
        lease.modem().addListener(events::add);
        return lease;
    }

    private <E extends ModemEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    // ---- lines that nobody asked for

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CPIN: READY",
                "+CPIN: NOT INSERTED",
                "SIM Ready",
                "SIM READY",
                "SMS DONE",
                "PB DONE",
                "Network Available",
                "NORMAL POWER DOWN",
                "LoadVerifyImageHead read(len=272), Time(ms)->0.",
                "test:VerifyImageHead skip",
                "VerifyImageBody sha256 skip",
                "+CREG: 0",
                "+CREG: 2,\"00A0\",\"0002920C\",9",
                "+CGREG: 0",
                "+CGEV: ME PDN ACT 0",
                "+CGEV:EPS PDN ACT 0",
                "+CSCON: 1",
                "+CEDRXP: 5,\"0010\",\"0010\",\"0011\"",
                "+CTZV: +12",
                "+CTZV: \"26/03/09,08:41:39\",\"+12\",0",
                "+CTZE: \"+12\",0,\"2026/03/09,08:41:39\"",
                "+NITZ: 26/3/9,8:41:39",
                "*PSUTTZ: 2026,3,9,8,41,39,\"+12\",0",
                "+CNTP: 0",
                "+QCPING: DONE",
                "+NPING: 1,10.0.0.1,64,623",
                "+CIEV: 2,1"
            })
    void aKnownLineIsANoticeAndNotUnknown(String line) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = ready(rig).modem();
            rig.module.say(lines(line));
            rig.settle();
            assertThat(all(ModemEvent.Notice.class))
                    .extracting(ModemEvent.Notice::line)
                    .containsExactly(line);
            assertThat(modem.counters().unknownLines()).isZero();
            assertThat(modem.status().state()).isEqualTo(ModemState.READY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RDY|+CPIN: READY|SMS DONE|PB DONE",
                "RDY|+CPIN: READY|SMS DONE|PB DONE|*ATREADY: 1",
                "*ATREADY: 1",
                "LoadVerifyImageHead read(len=272), Time(ms)->0.|test:VerifyImageHead skip|VerifyImageBody sha256 skip"
                        + "|*ATREADY: 1|SIM Ready|+CEREG: 2|Network Available|+CEREG: 1"
            })
    @ExpectedLog(Said.RESTARTED)
    void everyFormOfABootIsOneRestart(String boot) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = ready(rig);
            Modem modem = lease.modem();
            LinkLease link = lease.link(PEER, new Collector());
            rig.send(link, "before", SOON);
            rig.module.reboot();
            rig.module.say(lines(boot.split("\\|")));
            rig.passUntil(() -> modem.counters().restarts() == 1, SOON);
            rig.awaitState(modem, ModemState.READY, SOON);
            rig.send(link, "after", SOON);
            assertThat(modem.counters().restarts()).isEqualTo(1);
            assertThat(modem.counters().unknownLines()).isZero();
            assertThat(rig.module.payloads()).containsExactly("before", "after");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CEREG: 5|5",
                "+CEREG:5|5",
                "+CEREG: 5,\"00A0\",\"0002920C\",9|5",
                "+CEREG: 5,\"00A0\",\"0002920C\",9,,,\"00100010\",\"00010010\"|5",
                "+CEREG: 3,,,,0,15|3",
                "+CEREG: 2,\"\",\"\",9,\"00\",0|2",
                "+CEREG: 4|4"
            })
    void aRegistrationIsReadWithAndWithoutItsLocation(String line, int stat) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ready(rig);
            rig.module.say(lines(line));
            rig.settle();
            assertThat(all(ModemEvent.RegistrationChanged.class))
                    .extracting(ModemEvent.RegistrationChanged::registration)
                    .containsExactly(RegistrationState.of(stat));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CEREG: 0,1",
                "+CEREG:2,5,\"00A0\",\"0002920C\",9",
                "+CEREG: 5,1,\"00A0\",\"0002920C\",9,\"00\",0,0,\"00100010\",\"00010010\""
            })
    void aRegistrationIsAskedForInEveryMode(String answer) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> command.equals("AT+CEREG?") ? lines(answer, "OK") : null);
            assertThat(ready(rig).modem().snapshot().registration().registered())
                    .isTrue();
        }
    }

    // ---- links

    @ParameterizedTest
    @ValueSource(strings = {"+CIPCLOSE: 0,1", "+CIPCLOSE:0,0", "+IPCLOSE: 0,1", "+IPCLOSE:0,1"})
    void anUnaskedCloseIsThePeersAndTheLinkIsOpenedAgain(String line) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Collector received = new Collector();
            LinkLease link = ready(rig).link(PEER, received);
            rig.passUntil(() -> received.opened() == 1, SOON);
            rig.module.say(lines(line));
            rig.passUntil(() -> received.opened() == 2, Duration.ofMinutes(1));
            assertThat(rig.send(link, "reading", SOON).isConfirmed()).isTrue();
            assertThat(all(ModemEvent.LinkClosed.class)).hasSize(1);
        }
    }

    /** However the module puts the lines of a sending together, and whatever it says in between. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CEREG: 5,\"00A0\",\"0002920C\",9|OK|+CIPSEND: 0,7,7",
                "OK|Network Available|+CIPSEND:0,7,7",
                "+CIPSEND: 0,7,7|+CGEV: ME PDN ACT 0|OK"
            })
    void anotherLineMayComeBetweenPromptAndResult(String said) throws Exception {
        for (boolean joined : new boolean[] {false, true}) {
            try (VirtualRig rig = new VirtualRig()) {
                ModemLease lease = ready(rig);
                LinkLease link = lease.link(PEER, null);
                String[] parts = said.split("\\|");
                rig.module.confirm(command -> joined ? "\r\n" + String.join("\r\n", parts) + "\r\n" : lines(parts));
                assertThat(rig.send(link, "reading", SOON).isConfirmed()).isTrue();
                assertThat(rig.module.payloads()).containsExactly("reading");
                assertThat(lease.modem().counters().unknownLines()).isZero();
                assertThat(lease.modem().counters().strayConfirmations()).isZero();
            }
        }
    }

    /** One read of the line may bring the end of one answer and the whole of the next line. */
    @Test
    void twoAnswersMayComeInOneRead() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> switch (command) {
                case "AT+CEREG?" -> "\r\n+CEREG: 1,1\r\nOK\r\n+CGEV: ME PDN ACT 0\r\n";
                case "AT+NETOPEN" ->
                    rig.module.usual(command).isEmpty() ? null : "\r\nOK\r\n+NETOPEN: 0\r\n+CEREG: 1\r\n";
                default -> null;
            });
            LinkLease link = ready(rig).link(PEER, null);
            assertThat(rig.send(link, "reading", SOON).isConfirmed()).isTrue();
        }
    }

    // ---- signal and network

    @ParameterizedTest
    @ValueSource(strings = {"+CME ERROR: 14", "+CME ERROR: 100", "+CSQ: 0,0|OK", "+CSQ: 99,99|OK"})
    void aSignalThatIsUnknownOrZeroIsNoFault(String answer) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> command.equals("AT+CSQ") ? lines(answer.split("\\|")) : null);
            ModemLease lease = ready(rig);
            assertThat(rig.send(lease.link(PEER, null), "reading", SOON).isConfirmed())
                    .isTrue();
            assertThat(lease.modem().status().describe()).startsWith("ready since ");
        }
    }

    @Test
    void aSignalOfZeroBesideWorkingTrafficIsADoubtAtMost() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> command.equals("AT+CSQ") ? lines("+CSQ: 0,0", "OK") : null);
            Diagnosis diagnosis = rig.await(ready(rig).modem().operations().diagnose(), Duration.ofMinutes(1));
            assertThat(diagnosis.steps())
                    .filteredOn(step -> step.name().equals("signal"))
                    .singleElement()
                    .satisfies(step -> assertThat(step.advice()).contains("RSRP"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+IP ERROR: Network is already opened", "+IP ERROR:Network is already opened"})
    void aNetworkThatIsOpenAlreadyIsOpen(String reason) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            int[] asked = {0};
            rig.module.answer(command -> switch (command) {
                case "AT+NETOPEN?" -> lines("+NETOPEN: " + (asked[0]++ == 0 ? 0 : 1), "OK");
                case "AT+NETOPEN" -> lines(reason, "ERROR");
                default -> null;
            });
            LinkLease link = ready(rig).link(PEER, null);
            assertThat(rig.send(link, "reading", SOON).isConfirmed()).isTrue();
            assertThat(rig.module.commands()).containsSubsequence("AT+NETOPEN", "AT+NETOPEN?", "AT+CIPOPEN=?");
        }
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN + "the module reports the network both as open and as closed")
    void aNetworkThatIsOpenAlreadyAndClosedIsNotBelievedToBeOpen() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> switch (command) {
                case "AT+NETOPEN?" -> lines("+NETOPEN: 0", "OK");
                case "AT+NETOPEN" -> lines("+IP ERROR: Network is already opened", "ERROR");
                default -> null;
            });
            Modem modem = rig.lease().modem();
            rig.awaitState(modem, ModemState.WAITING, Duration.ofMinutes(1));
            assertThat(modem.status().reason()).contains("both as open and as closed");
            rig.module.answer(command -> null);
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(1));
        }
    }

    /** Both are in one program for the SIM7028. */
    @Test
    void aColonNeedsNoSpace() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> command.startsWith("AT+CIPSEND=")
                    ? null
                    : rig.module.usual(command).replace(": ", ":"));
            rig.module.confirm(command -> lines("OK", "+CIPSEND:0,7,7"));
            Collector received = new Collector();
            ModemLease lease = ready(rig);
            LinkLease link = lease.link(PEER, received);
            assertThat(rig.send(link, "reading", SOON).isConfirmed()).isTrue();
            assertThat(lease.modem().counters().unknownLines()).isZero();
            assertThat(rig.module.commands()).contains("AT+CIPRXGET=1");
        }
    }
}
