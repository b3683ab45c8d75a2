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
package io.github.sim7028.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModems;
import io.github.sim7028.simulator.VirtualPort;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.report.ModemState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands for modems that run. */
@Timeout(60)
class ModemControlTest {

    private final VirtualModems modems = VirtualModems.start(10, "controlled", modem -> modem.keepDialogue(100));
    private final VirtualTimeline time = new VirtualTimeline();
    private final ModemControl control = new ModemControl(modems.all(), time, 7);

    @AfterEach
    void end() {
        modems.close();
    }

    private ModemState state(int number) {
        return modems.get(number).state();
    }

    @Test
    void theSignalOfSomeModemsIsSetForATime() {
        assertThat(control.run("signal 5,2 modems=2-3,controlled-7 for=10s"))
                .containsOnlyKeys("controlled-2", "controlled-3", "controlled-7");
        assertThat(state(3)).extracting(ModemState::rssi, ModemState::bitErrors).containsExactly(5, 2);
        assertThat(state(1).rssi()).isEqualTo(23);
        time.pass(Duration.ofSeconds(10));
        assertThat(state(3)).extracting(ModemState::rssi, ModemState::bitErrors).containsExactly(23, 0);
    }

    @Test
    void theNetworkIsAwayForATimeAndTheModemFindsItAgain() {
        control.run("networkloss modems=1 for=60s");
        time.pass(Duration.ofSeconds(59));
        assertThat(state(1).registration()).isEqualTo(Registration.SEARCHING);
        control.run("reboot silent modems=1");
        assertThat(state(1).network()).isEqualTo(Registration.SEARCHING);
        time.pass(Duration.ofSeconds(1));
        assertThat(state(1).network()).isEqualTo(Registration.HOME);
    }

    @Test
    void withoutATimeTheNetworkIsLostAndCanBeOpenedAtOnce() throws IOException {
        try (VirtualPort port = modems.get(1).connect()) {
            ask(port, "AT+NETOPEN", "+NETOPEN: 0\r\n");
            control.run("networkloss silent modems=1");
            assertThat(state(1).networkOpen()).isFalse();
            assertThat(state(1).registration()).isEqualTo(Registration.HOME);
            ask(port, "AT+NETOPEN", "+NETOPEN: 0\r\n");
        }
    }

    @Test
    void ofTimesThatOverlapTheLaterHoldsAndWhatWasBeforeTheFirstComesBack() {
        control.run("networkloss modems=1 for=60s");
        time.pass(Duration.ofSeconds(30));
        control.run("registration denied modems=1 for=60s");
        time.pass(Duration.ofSeconds(30));
        assertThat(state(1).network()).isEqualTo(Registration.DENIED);
        time.pass(Duration.ofSeconds(30));
        assertThat(state(1).network()).isEqualTo(Registration.HOME);
    }

    @Test
    void aCommandThatHoldsEndsTheTimeOfAnEarlierOne() {
        control.run("signal 5 modems=1 for=60s");
        control.run("signal 9 modems=1");
        time.pass(Duration.ofMinutes(2));
        assertThat(state(1).rssi()).isEqualTo(9);
    }

    @Test
    void aLossOfTheNetworkDoesNotMakeWhatHoldsForATimeHoldForEver() {
        control.run("networkloss modems=1 for=60s");
        control.run("networkloss quiet modems=1");
        time.pass(Duration.ofSeconds(60));
        assertThat(state(1).network()).isEqualTo(Registration.HOME);
    }

    @Test
    void behindAResetNothingOfBeforeComesBack() {
        control.run("signal 9 modems=1");
        control.run("signal 5 modems=1-2 for=60s");
        control.run("reset modems=1");
        time.pass(Duration.ofSeconds(60));
        assertThat(state(1).rssi()).isEqualTo(23);
        assertThat(state(2).rssi()).as("the other modem is its own").isEqualTo(23);
    }

    @Test
    void aFaultForATimeLeavesTheSameFaultThatHolds() {
        control.run("fault drop line=OK modems=4");
        control.run("fault drop line=OK modems=4 for=5s");
        assertThat(modems.get(4).faults().set()).hasSize(2);
        time.pass(Duration.ofSeconds(5));
        assertThat(modems.get(4).faults().set()).hasSize(1);
    }

    @Test
    void aModemThatIsClosedKeepsTheCommandFromNoOther() {
        modems.get(3).close();
        assertThat(control.run("signal 5")).hasSize(10).hasEntrySatisfying("controlled-3", text -> assertThat(text)
                .isEqualTo("failed: The virtual modem is closed"));
        assertThat(state(10).rssi()).isEqualTo(5);
        assertThatThrownBy(() -> control.run("signal 6 modems=3")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aModemThatHangsHoldsUpNoOther() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        try (VirtualModem slow = VirtualModem.builder()
                .name("hanging")
                .transcript(line -> {
                    hangs.countDown();
                    awaitQuietly(goesOn);
                })
                .start()) {
            ModemControl both = new ModemControl(List.of(slow, modems.get(2)), time, 1);
            Thread waiting = new Thread(() -> both.run("reboot modems=1"));
            waiting.start();
            hangs.await();
            CompletableFuture.runAsync(() -> both.run("signal 5 modems=2")).get(10, TimeUnit.SECONDS);
            assertThat(state(2).rssi()).isEqualTo(5);
            goesOn.countDown();
            waiting.join();
        } finally {
            goesOn.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void noPinIsToldOfTheCommandThatAFaultMet() throws IOException {
        control.run("fault double command=CPIN* modems=5");
        try (VirtualPort port = modems.get(5).connect()) {
            // the answer comes twice
            ask(port, "AT+CPIN=\"4711\"", "ERROR\r\n\r\nERROR\r\n");
            ask(port, "AT+CLCK=\"SC\",1,\"4711\"", "ERROR\r\n");
        }
        assertThat(control.run("faults modems=5").get("controlled-5")).contains("1 happened", "CPIN=***");
        assertThat(modems.get(5).dialogue(0).lines().toString())
                .contains("AT+CLCK=***")
                .doesNotContain("4711");
        assertThat(control.run("faults modems=5").toString()).doesNotContain("4711");
    }

    @Test
    void faultsAreAddedForATimeShownAndRemoved() {
        control.run("fault drop line='+CSQ: *' p=0.5; reboot loud every=1h modems=4 for=5s");
        control.run("fault delay 2s line=OK modems=4");
        assertThat(control.run("faults modems=4").get("controlled-4"))
                .startsWith("drop line='+CSQ: *' p=0.5; reboot loud every=3600000ms; delay 2s line=OK, 0 happened");
        time.pass(Duration.ofSeconds(5));
        assertThat(modems.get(4).faults().set()).hasSize(1);
        assertThat(control.run("nofault drop line=OK modems=4").get("controlled-4"))
                .isEqualTo("not set: drop line=OK");
        control.run("nofault delay 2s line=OK modems=4");
        assertThat(modems.get(4).faults().set()).isEmpty();
    }

    @Test
    void eachCommandDoesWhatItSays() throws IOException {
        VirtualModem modem = modems.get(1);
        control.run("busy modems=1 for=1s");
        control.run("mute on modems=1 for=1s");
        assertThat(modem.state()).matches(ModemState::busy).matches(ModemState::mute);
        time.pass(Duration.ofSeconds(1));
        assertThat(modem.state()).matches(state -> !state.busy()).matches(state -> !state.mute());

        control.run("sim absent modems=1");
        assertThat(modem.state().sim()).isEqualTo(SimCard.State.ABSENT);
        control.run("sim 1234 modems=1");
        assertThat(modem.state().sim()).isEqualTo(SimCard.State.PIN);
        control.run("sim ready modems=1");

        VirtualPort port = modem.connect();
        control.run("inject +CUSTOM: one two modems=1");
        assertThat(readThrough(port, "+CUSTOM: one two\r\n")).isNotEmpty();
        control.run("reboot modems=1");
        assertThat(readThrough(port, "Network Available\r\n")).contains("*ATREADY: 1");
        control.run("powercycle modems=1");
        readThrough(port, "Network Available\r\n");
        control.run("powerkey modems=1");
        readThrough(port, "NORMAL POWER DOWN\r\n");
        assertThat(modem.state().running()).isFalse();
        control.run("powerkey modems=1");
        readThrough(port, "Network Available\r\n");
        control.run("hangup modems=1");
        assertThat(modem.hasHost()).isFalse();
        control.run("sleep 3 modems=1");
        assertThat(modem.asleep()).isTrue();
        control.run("wake modems=1");
        assertThat(modem.asleep()).isFalse();
        control.run("skip 1h modems=1");
        assertThat(modem.asleep()).isTrue();
        control.run("deadcontext 10 modems=2");
        control.run("reset modems=1");
        assertThat(modem.asleep()).isFalse();
    }

    @Test
    void theStateIsTold() throws IOException {
        VirtualPort port = modems.get(2).connect();
        ask(port, "AT+NETOPEN", "+NETOPEN: 0\r\n");
        control.run("signal 7 modems=2");
        assertThat(control.run("status modems=2"))
                .containsEntry("controlled-2", "running, signal 7, registration home, network open, host connected");
        assertThat(control.run("status")).hasSize(10);
        assertThat(modems.get(2).dialogue(0).lines()).anyMatch(line -> line.endsWith("> AT+NETOPEN"));
        port.close();
    }

    @Test
    void halfOfTheModemsAreChosenBySeed() {
        ModemControl same = new ModemControl(modems.all(), time, 7);
        ModemControl other = new ModemControl(modems.all(), time, 8);
        List<String> first = List.copyOf(control.run("status modems=half").keySet());
        assertThat(first)
                .hasSize(5)
                .containsExactlyElementsOf(same.run("status modems=half").keySet());
        assertThat(List.of(
                        List.copyOf(other.run("status modems=half").keySet()),
                        List.copyOf(other.run("status modems=half").keySet())))
                .anyMatch(chosen -> !chosen.equals(first));
        assertThat(ModemSelection.of("20%", modems.all(), new Random(1))).hasSize(2);
        assertThat(ModemSelection.of("1%", modems.all(), new Random(1))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explode | Unknown command 'explode'; known are status, signal,",
                "signal | signal requires a value: RSSI[,ERRORS]",
                "signal loud | signal: RSSI must be 0 to 31 or 99, not 'loud'",
                "signal 5,9 | signal: ERRORS must be 0 to 7 or 99, not '9'",
                "registration maybe | registration: must be home, roaming, searching, denied, unknown or off, not 'maybe'",
                "networkloss sometimes | networkloss: must be loud or quiet or silent, not 'sometimes'",
                "wake up | wake takes no value, not 'up'",
                "sleep 0 | sleep: BYTES must be 1 to 1000, not '0'",
                "skip 5 | skip: '5' has no unit; write 500ms, 2s, 3m or 1h",
                "fault explode | fault: Fault 'explode': unknown action 'explode'",
                "sim 12x4 | sim: must be ready, absent, or a PIN of 4 to 8 digits",
                "reboot for=5s | reboot takes no time; for= is possible with signal, registration, networkloss, busy, mute, fault",
                "busy for=0 | for must be longer than 0",
                "busy for=999999999h | '999999999h' is too long; allowed are up to 876000h",
                "fault drop line=OK nth=x | fault: Fault 'drop line=OK nth=x': 'nth=x' requires a number",
                "fault drop line=OK p=often | fault: Fault 'drop line=OK p=often': 'p=often' requires a probability",
                "busy for=5s for=6s | for= is there twice",
                "status modems=11 | modems: there is no '11'; the modems have the numbers 1 to 10",
                "status modems=4-2 | modems: there is no '4-2'; the modems have the numbers 1 to 10",
                "status modems=roof | modems: there is no modem 'roof'; write all, half, 20%, a number, numbers such as 3-7,",
                "status modems=200% | modems must be 1% to 100%, not 200%"
            })
    void wrongInputIsExplainedAndNothingHappens(String line, String message) {
        assertThatThrownBy(() -> control.run(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
        assertThat(modems.all())
                .allMatch(modem -> modem.commandCount() == 0 && modem.state().running());
    }

    @Test
    void theConsoleAnswersInLines() throws IOException {
        StringWriter out = new StringWriter();
        boolean[] quit = {false};
        new ControlConsole(control, new PrintWriter(out), () -> quit[0] = true)
                .read(
                        new BufferedReader(
                                new StringReader(
                                        """
                        signal 9 modems=1-2

                        busy
                        status modems=1
                        signal loud
                        help
                        quit
                        """)));
        assertThat(out.toString())
                .startsWith(
                        """
                        Done: controlled-1, controlled-2
                        Done: 10 modems
                        controlled-1: busy, signal 9, registration home, network closed, no host
                        signal: RSSI must be 0 to 31 or 99, not 'loud'; help shows all commands
                        """)
                .contains("networkloss [quiet|silent] [for=TIME]");
        assertThat(quit[0]).isTrue();
        assertThat(new TreeSet<>(ModemControl.commands().stream()
                        .map(ControlCommand::name)
                        .toList()))
                .allSatisfy(name -> assertThat(out.toString()).contains("  " + name + ' '));
    }

    private static void ask(VirtualPort port, String command, String end) throws IOException {
        port.write((command + '\r').getBytes(StandardCharsets.US_ASCII));
        readThrough(port, end);
    }

    private static String readThrough(VirtualPort port, String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        byte[] buffer = new byte[256];
        while (!seen.toString().endsWith(end)) {
            int n = port.read(buffer, 0, 1, 20_000);
            if (n <= 0) {
                throw new IOException("Only " + seen + " came, and no " + end);
            }
            seen.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
        return seen.toString();
    }
}
