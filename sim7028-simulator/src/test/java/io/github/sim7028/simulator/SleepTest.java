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
package io.github.sim7028.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.TimeProfile;
import io.github.sim7028.simulator.power.AfterSleep;
import io.github.sim7028.simulator.power.SleepCounts;
import io.github.sim7028.simulator.power.WakeCause;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A module that sleeps as a real one does. Most of its time is skipped, and some of it is only fast. */
@Timeout(60)
class SleepTest {

    /** The active time of 5 minutes is 50 ms. */
    private static final int SCALE = 6000;

    private static final String LIGHT = "AT+QCPMUCFG=1,2";
    private static final String DEEP = "AT+QCPMUCFG=1,3";

    /** Two hours between updates. */
    private static final String UPDATES_OFTEN = "AT+CPSMS=1,,,\"00100010\",\"00100101\"";

    /** The module sleeps by then. */
    private static final Duration ENOUGH = Duration.ofMinutes(10);

    private interface Body {
        void run(VirtualModem modem, Terminal host, TcpPeer far) throws IOException;
    }

    /** A module with an open link to a peer. */
    private static void with(UnaryOperator<VirtualModemBuilder> setup, Body body) throws IOException {
        VirtualModemBuilder builder =
                VirtualModem.builder().time(ModuleTime.UART_SILENCE, ModuleTime.UART_SILENCE.real());
        try (VirtualModem modem = setup.apply(builder).start();
                Terminal host = Terminal.at(modem);
                TcpPeer far = new TcpPeer()) {
            host.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            far.openedBy(host, 0);
            body.run(modem, host, far);
        }
    }

    private static void fallsAsleep(VirtualModem modem) {
        modem.skip(ENOUGH);
        assertThat(modem.asleep()).isTrue();
        assertThat(modem.reachable()).isFalse();
    }

    private static void staysAwake(VirtualModem modem) {
        modem.skip(Duration.ofDays(1));
        assertThat(modem.asleep()).isFalse();
        assertThat(modem.reachable()).isTrue();
    }

    private static void arrives(VirtualModem modem, Terminal host, String text) {
        long before = modem.bytesIn();
        host.type(text);
        await().until(() -> modem.bytesIn() == before + text.length());
    }

    private static void sends(Terminal host, TcpPeer far, String text) {
        host.command("AT+CIPSEND=0," + text.length())
                .sees("\r\n>")
                .type(text)
                .says("OK", "+CIPSEND: 0," + text.length() + ',' + text.length());
        assertThat(far.receives(text.length())).isEqualTo(text);
    }

    /** Nothing but the command is answered: what the peer sent is still in the network. */
    private static void waits(VirtualModem modem, Terminal host) {
        assertThat(modem.reachable()).isFalse();
        host.isQuiet();
        assertThat(modem.reachable()).isFalse();
    }

    @Test
    void asItLeavesTheFactoryAModuleGoesDeafAndStartsAgainWhenItIsWoken() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            fallsAsleep(modem);
            host.command("AT").command("AT");
            await().until(() -> modem.sleepCounts().lostBytes() == 6);
            assertThat(modem.asleep()).isTrue();
            modem.wakePin();
            host.says(Terminal.BOOT);
            host.type("ATE0\r").sees("ATE0\r\r\nOK\r\n");
            host.asks("AT+NETOPEN?", "+NETOPEN: 0", "OK")
                    .asks("AT+CEREG?", "+CEREG: 0,1", "OK")
                    .asks("AT+CPSMS?", "+CPSMS: 1,,,\"00110100\",\"00100101\"", "OK");
            assertThat(far.seesTheEnd()).isTrue();
            assertThat(modem.searches()).as("the module stays registered").isEqualTo(1);
            SleepCounts counts = modem.sleepCounts();
            assertThat(counts.wakes(WakeCause.PIN)).isEqualTo(1);
            assertThat(counts.allWakes()).isEqualTo(1);
            assertThat(counts.sleeps()).isEqualTo(1);
        });
    }

    @Test
    void aByteAt9600BaudWakesIt() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .timeScale(SCALE)
                        .time(ModuleTime.UART_SILENCE, Duration.ofMillis(20))
                        .start();
                VirtualPort port = modem.connect()) {
            byte[] at = "AT\r".getBytes(StandardCharsets.US_ASCII);
            await().until(modem::asleep);
            port.setBaudRate(115_200);
            port.write(at);
            await().until(() -> modem.sleepCounts().lostBytes() == 3);
            assertThat(modem.asleep()).isTrue();
            port.setBaudRate(9600);
            port.write(new byte[] {0x55});
            port.setBaudRate(115_200);
            byte[] boot = new byte[5];
            assertThat(port.read(boot, 0, boot.length, 20_000)).isPositive();
            assertThat(modem.sleepCounts().wakes(WakeCause.HOST)).isEqualTo(1);
        }
    }

    @Test
    void whatIsSaidAtAnotherRateToAModuleThatIsAwakeIsLost() throws IOException {
        try (VirtualModem modem = VirtualModem.builder().start();
                VirtualPort port = modem.connect()) {
            port.setBaudRate(9600);
            port.write("AT+CSQ\r".getBytes(StandardCharsets.US_ASCII));
            port.setBaudRate(0);
            port.write("AT\r".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> modem.commandCount() == 1);
            assertThat(modem.commands()).containsExactly("AT");
            assertThat(modem.sleepCounts().lostBytes()).isZero();
        }
        try (VirtualModem modem = VirtualModem.builder().baud(9600).start();
                VirtualPort port = modem.connect()) {
            port.setBaudRate(9600);
            port.write("AT\r".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> modem.commandCount() == 1);
        }
    }

    @Test
    void aBoardMayLeadItsLinesToTheWakePin() throws IOException {
        with(modem -> modem.rxWakes(true).afterSleep(AfterSleep.KEPT), (modem, host, far) -> {
            fallsAsleep(modem);
            host.command("AT");
            await().until(() -> !modem.asleep());
            host.isQuiet();
            assertThat(modem.sleepCounts().wakes()).isEqualTo(Map.of(WakeCause.HOST, 1L));
        });
        try (VirtualModem modem = VirtualModem.builder()
                        .timeScale(SCALE)
                        .time(ModuleTime.UART_SILENCE, Duration.ZERO)
                        .dtrWakes(true)
                        .start();
                VirtualPort port = modem.connect()) {
            await().until(modem::asleep);
            port.setDtr(false);
            port.setDtr(true);
            await().until(() -> modem.sleepCounts().wakes(WakeCause.PIN) == 1);
        }
    }

    @Test
    void thePowerWakesItAndTheSearchBeginsAgain() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            fallsAsleep(modem);
            modem.powerCycle();
            host.readThrough("Network Available\r\n");
            assertThat(modem.searches()).isEqualTo(2);
            assertThat(modem.sleepCounts().wakes()).isEqualTo(Map.of(WakeCause.POWER, 1L));
            modem.setMute(true);
            modem.powerCycle();
            host.readThrough("Network Available\r\n");
        });
    }

    @Test
    void thePowerKeyWakesSwitchesOffAndSwitchesOn() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            fallsAsleep(modem);
            modem.powerKey();
            host.readThrough("Network Available\r\n");
            host.type("ATE0\r").readThrough("OK\r\n");
            modem.powerKey();
            host.says("NORMAL POWER DOWN");
            assertThat(far.seesTheEnd()).isTrue();
            host.command("AT");
            modem.powerKey();
            host.says(Terminal.BOOT);
            host.type("ATE0\r").readThrough("OK\r\n");
            modem.powerKey();
            host.says("NORMAL POWER DOWN");
            modem.powerCycle();
            host.says(Terminal.BOOT);
        });
    }

    @Test
    void aHostThatForbidsSleepHearsWhatComesLate() throws IOException {
        with(modem -> modem.bootTime(Duration.ZERO), (modem, host, far) -> {
            host.asks("AT+QCPMUCFG=1,1", "OK");
            modem.skip(ENOUGH);
            far.sends("hello");
            waits(modem, host);
            sends(host, far, "up");
            host.readThrough("hello");
            assertThat(modem.sleepCounts().sleeps()).isZero();
            // the depth is the factory's again
            modem.reboot(false);
            fallsAsleep(modem);
        });
    }

    @Test
    void withoutPsmAModuleIsAlwaysReached() throws IOException {
        UnaryOperator<VirtualModemBuilder> off = modem -> modem.dialect(Quirk.FACTORY_AWAKE);
        with(off, (modem, host, far) -> {
            host.asks("AT+QCPMUCFG=1,4", "OK");
            staysAwake(modem);
            far.sends("hello");
            host.readThrough("hello");
        });
        UnaryOperator<VirtualModemBuilder> refused = modem -> modem.powerSavingGranted(false);
        with(refused, (modem, host, far) -> {
            staysAwake(modem);
            host.isQuiet();
        });
    }

    @Test
    void aModuleWithoutPsmStaysAwakeAfterARestartToo() throws IOException {
        with(modem -> modem.bootTime(Duration.ZERO), (modem, host, far) -> {
            host.asks("AT+CPSMS=0", "OK").asks("AT+QCPMUCFG=1,1", "OK");
            staysAwake(modem);
            modem.reboot(false);
            staysAwake(modem);
            host.type("ATE0\r").sees("ATE0\r\r\nOK\r\n").asks("AT+QCPMUCFG?", "+QCPMUCFG: 1,4", "OK");
        });
    }

    @Test
    void theNextTestHasAModuleThatIsAwakeAndHasSleptNothing() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            fallsAsleep(modem);
            modem.reset();
            assertThat(modem.asleep()).isFalse();
            assertThat(modem.sleepCounts()).isEqualTo(new SleepCounts(0, Map.of(), 0, 0));
        });
    }

    @Test
    void theHostIsToldWhatTheNetworkGrants() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            host.asks("AT+CEREG=5", "OK").command("AT+CEREG?");
            assertThat(host.readThrough("OK\r\n")).contains("+CEREG: 5,1,", ",\"00100101\",\"00110100\"\r\n");
            host.asks("AT+CEDRXS=1,5,\"0101\"", "OK")
                    .asks("AT+CEDRXRDP", "+CEDRXRDP: 5,\"0101\",\"0101\",\"0011\"", "OK");
        });
        with(modem -> modem.powerSavingGranted(false), (modem, host, far) -> {
            host.asks("AT+CEREG=5", "OK").command("AT+CEREG?");
            assertThat(host.readThrough("OK\r\n")).contains("+CEREG: 5,1,").doesNotContain("00100101");
            host.asks("AT+CEDRXS=1,5,\"0101\"", "OK").asks("AT+CEDRXRDP", "+CEDRXRDP: 0", "OK");
        });
    }

    @Test
    void inLightSleepTheFirstBytesAreLostAndTheRestIsKept() throws IOException {
        with(modem -> modem.wakeLoss(2), (modem, host, far) -> {
            host.asks(LIGHT, "OK");
            fallsAsleep(modem);
            far.sends("hello");
            host.command("ATAT").says("OK");
            waits(modem, host);
            sends(host, far, "up");
            host.readThrough("hello");
            assertThat(modem.sleepCounts()).isEqualTo(new SleepCounts(1, Map.of(WakeCause.HOST, 1L), 0, 2));
        });
    }

    @Test
    void fewerBytesThanAreLostDoNotWakeAModuleInLightSleep() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            host.asks(LIGHT, "OK");
            fallsAsleep(modem);
            host.type("A");
            await().until(() -> modem.sleepCounts().lostBytes() == 1);
            assertThat(modem.asleep()).isTrue();
            host.type("ATAT\r").says("OK");
            fallsAsleep(modem);
            modem.wakePin();
            host.isQuiet();
            fallsAsleep(modem);
            modem.inject("+URC: 1");
            host.says("+URC: 1").isQuiet();
            assertThat(modem.sleepCounts())
                    .isEqualTo(new SleepCounts(
                            3, Map.of(WakeCause.HOST, 1L, WakeCause.PIN, 1L, WakeCause.NETWORK, 1L), 0, 3));
        });
    }

    @Test
    void aModuleOfThatRateIsWokenByAnyByte() throws IOException {
        with(modem -> modem.baud(9600).afterSleep(AfterSleep.KEPT), (modem, host, far) -> {
            fallsAsleep(modem);
            host.type("A");
            await().until(() -> !modem.asleep());
            host.isQuiet();
        });
    }

    @Test
    void inDeepSleepOnlyThePinOr9600BaudWakesAndEverythingIsKept() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            host.asks(DEEP, "OK");
            fallsAsleep(modem);
            host.command("AT");
            await().until(() -> modem.sleepCounts().lostBytes() == 3);
            assertThat(modem.asleep()).isTrue();
            modem.wakePin();
            await().until(() -> !modem.asleep());
            host.asks("AT+CIPOPEN?", "+CIPOPEN: 0,\"TCP\",\"127.0.0.1\"," + far.port() + ",-1", "+CIPOPEN: 1", "OK");
            sends(host, far, "up");
        });
    }

    @Test
    void whatIsLeftAfterSleepCanBeChosen() throws IOException {
        with(modem -> modem.afterSleep(AfterSleep.SILENT_BOOT), (modem, host, far) -> {
            host.asks(LIGHT, "OK");
            fallsAsleep(modem);
            host.command("AT");
            await().until(() -> !modem.asleep());
            host.type("AT\r").sees("AT\r\r\nOK\r\n");
        });
        with(modem -> modem.afterSleep(AfterSleep.KEPT), (modem, host, far) -> {
            fallsAsleep(modem);
            modem.wakePin();
            await().until(() -> !modem.asleep());
            sends(host, far, "up");
        });
        assertThatThrownBy(() -> VirtualModem.fromOptions(null, Map.of("afterSleep", "all")))
                .hasMessageContaining("must be depth, kept, boot, silent-boot");
    }

    @Test
    void thePeriodicUpdateBringsWhatWaitsAndIsNoWakingOfTheHost() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            host.asks(LIGHT, "OK").asks(UPDATES_OFTEN, "OK");
            fallsAsleep(modem);
            modem.skip(Duration.ofHours(2));
            assertThat(modem.sleepCounts()).isEqualTo(new SleepCounts(1, Map.of(), 1, 0));
            assertThat(modem.reachable()).isFalse();
            far.sends("hello");
            modem.skip(Duration.ofHours(2));
            host.readThrough("hello");
            assertThat(modem.sleepCounts()).isEqualTo(new SleepCounts(2, Map.of(WakeCause.NETWORK, 1L), 2, 0));
        });
    }

    @Test
    void aModuleThatHibernatesSaysNothingWhateverComes() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            host.asks(UPDATES_OFTEN, "OK").asks("AT+CEREG=1", "OK");
            fallsAsleep(modem);
            far.sends("hello");
            modem.skip(Duration.ofHours(3));
            assertThat(modem.sleepCounts().periodicUpdates()).isEqualTo(1);
            modem.inject("+URC: 1");
            modem.wakePin();
            host.says(Terminal.BOOT).says("+CEREG: 1");
        });
    }

    @Test
    void aThousandHourlyReadingsWakeItAThousandTimesAndNoneIsLost() throws IOException {
        with(
                modem -> modem.timeScale(1).times(TimeProfile.REAL).registrationDelay(Duration.ZERO),
                (modem, host, far) -> {
                    host.asks(LIGHT, "OK");
                    for (int i = 1; i <= 1000; i++) {
                        modem.skip(Duration.ofHours(1));
                        assertThat(modem.asleep()).isTrue();
                        // the first is lost and wakes it
                        host.command("AT").command("AT").says("OK");
                        sends(host, far, String.format("reading %03d", i));
                    }
                    assertThat(modem.sleepCounts())
                            .isEqualTo(new SleepCounts(1000, Map.of(WakeCause.HOST, 1000L), 0, 3000));
                });
    }

    @Test
    void timeThatIsSkippedMissesNoUpdateAndNoWindow() throws IOException {
        with(modem -> modem.timeScale(1), (modem, host, far) -> {
            host.asks(LIGHT, "OK").asks(UPDATES_OFTEN, "OK");
            modem.skip(Duration.ofDays(1));
            assertThat(modem.sleepCounts().periodicUpdates()).isEqualTo(11);
            far.sends("hello");
            assertThat(modem.reachable()).isFalse();
            modem.skip(Duration.ofHours(2));
            host.readThrough("hello");
            assertThat(modem.sleepCounts().wakes()).isEqualTo(Map.of(WakeCause.NETWORK, 1L));
            assertThat(modem.asleep()).as("again").isTrue();
        });
    }

    @Test
    void withEdrxAModuleIsReachedOnceACycle() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            host.asks(LIGHT, "OK").asks("AT+CPSMS=0", "OK").asks("AT+CEDRXS=1,5,\"0010\"", "OK");
            // the release after 10 s, and the first window
            modem.skip(Duration.ofSeconds(21));
            assertThat(modem.asleep()).isTrue();
            assertThat(modem.reachable()).isFalse();
            far.sends("hello");
            modem.skip(Duration.ofSeconds(8));
            assertThat(modem.sleepCounts().allWakes()).isZero();
            modem.skip(Duration.ofSeconds(2));
            host.readThrough("hello");
            assertThat(modem.sleepCounts().wakes()).isEqualTo(Map.of(WakeCause.NETWORK, 1L));
        });
    }

    @Test
    void noWindowOfEdrxIsMissedHoweverShort() throws IOException {
        with(modem -> modem.timeScale(1_000_000), (modem, host, far) -> {
            host.asks("AT+QCPMUCFG=1,1", "OK").asks("AT+CPSMS=0", "OK").asks("AT+CEDRXS=1,5,\"1111\"", "OK");
            far.sends("hello");
            host.readThrough("hello");
        });
    }

    @Test
    void aModuleThatSearchesDoesNotSleep() throws IOException {
        try (VirtualModem modem =
                VirtualModem.builder().registration(Registration.SEARCHING).start()) {
            staysAwake(modem);
            modem.setRegistration(Registration.ROAMING);
            fallsAsleep(modem);
        }
    }

    @Test
    void aClientOfAServerWaitsToo() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            int port = FreePort.find();
            host.asks("AT+QCPMUCFG=1,1", "OK").asks("AT+SERVERSTART=" + port + ",0", "OK");
            modem.skip(ENOUGH);
            try (java.net.Socket client = new java.net.Socket("127.0.0.1", port)) {
                waits(modem, host);
                sends(host, far, "up");
                host.says("+CLIENT: 1,0,127.0.0.1:" + client.getLocalPort());
            }
        });
    }

    @Test
    void noModuleSleepsInTheMiddleOfSomething() throws IOException {
        with(modem -> modem, (modem, host, far) -> {
            arrives(modem, host, "AT+C");
            modem.skip(ENOUGH);
            assertThat(modem.asleep()).isFalse();
            host.command("SQ").says("+CSQ: 23,0", "OK");
            host.command("AT+CIPSEND=0,5").sees("\r\n>");
            arrives(modem, host, "he");
            modem.skip(ENOUGH);
            assertThat(modem.asleep()).isFalse();
            host.type("llo").says("OK", "+CIPSEND: 0,5,5");
        });
    }
}
