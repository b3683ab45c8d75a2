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
package io.github.sim7028.modem.driver.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.TcpKeepAlive;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** A wrong PIN is given to a SIM once, whoever has it given: the third one locks the card. */
@ExpectedLog(Said.MODEM_DOWN + "the SIM refused the PIN")
@ExpectedLog(Said.MODEM_DOWN + "the SIM is locked and requires its PUK")
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.PIN_FORGOTTEN)
class SimPinTest {

    private static ModemProfile withPin(ModemProfile profile, String pin) {
        return profile.with(new NetworkSettings(
                pin,
                null,
                IpFamily.IPV4,
                null,
                null,
                TcpKeepAlive.OFF,
                List.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                true));
    }

    private static ModemRig rig(String simPin, String pin) {
        return new ModemRig(modem -> modem.simPin(simPin), profile -> withPin(profile, pin));
    }

    private static long given(ModemRig rig) {
        return rig.virtual.commands().stream()
                .filter(command -> command.startsWith("AT+CPIN="))
                .count();
    }

    private static long asked(ModemRig rig) {
        return rig.virtual.commands().stream().filter("AT+CPIN?"::equals).count();
    }

    private static void awaitRefusal(Modem modem) {
        await().atMost(ModemRig.LIMIT)
                .untilAsserted(() -> assertThat(modem.status().reason())
                        .contains("the SIM refused the PIN", "not tried again", "simPin"));
    }

    @Test
    void aWrongPinIsNotGivenAgainAfterARestartOfTheModemNorOfTheModule() throws Exception {
        try (ModemRig rig = rig("1234", "9999")) {
            ModemLease first = rig.lease();
            awaitRefusal(first.modem());
            ModemRig.await(first.release());

            ModemLease second = rig.lease();
            awaitRefusal(second.modem());
            long before = asked(rig);
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).until(() -> asked(rig) >= before + 3);
            assertThat(given(rig)).isEqualTo(1);
        }
    }

    @Test
    void norByAnotherRegistryAndProfileOnTheSameDevice() throws Exception {
        try (ModemRig rig = rig("1234", "9998")) {
            ModemLease first = rig.lease();
            awaitRefusal(first.modem());
            ModemRig.await(first.release());

            ModemProfile other = new ModemProfile(
                    "other", rig.profile.line(), rig.profile.network(), rig.profile.transfer(), rig.profile.recovery());
            ModemLease second = new ModemRegistry(rig.runtime()).lease(other);
            try {
                awaitRefusal(second.modem());
                await().atMost(ModemRig.LIMIT).until(() -> asked(rig) >= 4);
                assertThat(given(rig)).isEqualTo(1);
            } finally {
                ModemRig.await(second.release());
            }
        }
    }

    @Test
    void theCorrectedPinIsGiven() throws Exception {
        try (ModemRig rig = rig("1234", "9997")) {
            ModemLease first = rig.lease();
            awaitRefusal(first.modem());
            ModemRig.await(first.release());

            ModemLease second = rig.registry.lease(withPin(rig.profile, "1234"));
            try {
                ModemRig.awaitState(second.modem(), ModemState.READY);
                assertThat(given(rig)).isEqualTo(2);
            } finally {
                ModemRig.await(second.release());
            }
        }
    }

    @Test
    void theRightPinIsGivenAfterEveryRestartOfTheModule() throws Exception {
        try (ModemRig rig = rig("1234", "1234")) {
            Modem modem = rig.ready();
            rig.virtual.setSim(SimCard.locked("1234"));
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).until(() -> given(rig) == 2);
            ModemRig.awaitState(modem, ModemState.READY);
        }
    }

    @Test
    void aLockedSimIsNotGivenAnything() throws Exception {
        SimCard locked = SimCard.locked("1234");
        locked.tryPin("1");
        locked.tryPin("2");
        locked.tryPin("3");
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> withPin(profile, "1234"))) {
            rig.virtual.setSim(locked);
            Modem modem = rig.lease().modem();
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(modem.status().reason()).contains("PUK"));
            await().atMost(ModemRig.LIMIT).until(() -> asked(rig) >= 3);
            assertThat(given(rig)).isZero();
        }
    }

    @Test
    @ExpectedLog("so a PIN that the SIM refuses is not remembered beyond this JVM.*set stateDirectory")
    void whereTheTriesAreNotToldAndNothingIsRememberedTheLogNamesTheOption() throws Exception {
        try (ModemRig rig = new ModemRig(
                        modem -> modem.simPin("1234").dialect("no-pin-tries"), profile -> withPin(profile, "1234"));
                CapturedLog log = CapturedLog.of(Modem.class)) {
            rig.ready();
            assertThat(log.messages(Level.WARN)).anySatisfy(line -> assertThat(line)
                    .contains("the option stateDirectory is not set", "three starts with a wrong PIN lock the SIM"));
        }
    }

    private static PinGuard.Verdict take(PinGuard guard, Set<String> device, String pin) {
        return guard.take(SimIdentity.of(null, device), pin, PinGuard.UNKNOWN, null)
                .verdict();
    }

    @Test
    void aPinIsKnownUnderEveryNameOfItsDevice() {
        PinGuard guard = new PinGuard(1);
        Set<String> byLink = Set.of("/dev/serial/by-id/modem", "/dev/ttyUSB2");
        assertThat(take(guard, byLink, "1234")).isEqualTo(PinGuard.Verdict.GIVE);
        assertThat(take(guard, Set.of("/dev/ttyUSB2"), "1234")).isEqualTo(PinGuard.Verdict.UNANSWERED);
        assertThat(take(guard, Set.of("/dev/serial/by-id/modem", "/dev/ttyUSB3"), "1234"))
                .as("plugged in elsewhere")
                .isEqualTo(PinGuard.Verdict.UNANSWERED);
        assertThat(take(guard, Set.of("/dev/ttyUSB2"), "4321")).isEqualTo(PinGuard.Verdict.GIVE);
        assertThat(take(guard, Set.of("/dev/ttyUSB9"), "1234")).isEqualTo(PinGuard.Verdict.GIVE);
    }

    @Test
    void aPinWhoseAnswerWasLostWasRightWhenTheSimIsReady() {
        PinGuard guard = new PinGuard(1);
        SimIdentity sim = SimIdentity.of(null, Set.of("/dev/ttyUSB2"));
        guard.take(sim, "1234", PinGuard.UNKNOWN, null);
        guard.ready(sim, null);
        PinGuard.Decision again = guard.take(sim, "1234", PinGuard.UNKNOWN, null);
        assertThat(again.verdict()).isEqualTo(PinGuard.Verdict.GIVE);
        guard.refused(again, null);
        guard.ready(sim, null);
        assertThat(guard.take(sim, "1234", PinGuard.UNKNOWN, null).verdict())
                .as("somebody else unlocked it")
                .isEqualTo(PinGuard.Verdict.REFUSED);
    }

    @Test
    void aLineOfAUsersOwnHasItsDescriptionForAName() {
        LineFactory mine = new LineFactory() {
            @Override
            public io.github.sim7028.line.Line open() {
                throw new IllegalStateException();
            }

            @Override
            public String toString() {
                return "cabinet 7";
            }
        };
        assertThat(mine.identities()).containsExactly("cabinet 7");
    }
}
