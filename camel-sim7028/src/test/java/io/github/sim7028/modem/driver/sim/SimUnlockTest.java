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

import io.github.sim7028.Said;
import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.driver.setup.OptionalCommands;
import io.github.sim7028.modem.driver.setup.RefusedSettings;
import io.github.sim7028.modem.driver.sim.ModelSim.Tells;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.TcpKeepAlive;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No sequence of starts, lost answers and busy cards uses a SIM's last try, and a right PIN is given in the end. */
@ExpectedLog(Said.PIN_FORGOTTEN)
@ExpectedLog("^Modem '[^']*': \\S+ is a symbolic link, which is not followed, so a PIN")
class SimUnlockTest {

    private static final String RIGHT = "1234";
    private static final long LONG = 10 * 60_000;

    /** The hash need not be slow here. */
    private static final int ITERATIONS = 1;

    @TempDir
    private Path temp;

    private final VirtualTime time = new VirtualTime();
    private boolean crashed;
    private boolean crashesBeforeGiving;

    private static ModemProfile profile(String pin, Path directory) {
        LineFactory line = () -> {
            throw new LineException("not opened");
        };
        return ModemProfile.of("model", new LineFactory() {
                    @Override
                    public io.github.sim7028.line.Line open() throws LineException {
                        return line.open();
                    }

                    @Override
                    public String toString() {
                        return "the model";
                    }
                })
                .with(new NetworkSettings(
                        pin,
                        null,
                        IpFamily.IPV4,
                        null,
                        null,
                        TcpKeepAlive.OFF,
                        List.of(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        directory,
                        true,
                        AttachSettings.DEFAULT));
    }

    /** What one attempt to come up ends with: "ready", or why not. */
    private String attempt(ModelSim sim, PinGuard guard, String pin, Path directory) {
        AtDialogue dialogue = sim.connect();
        crashed = false;
        Executor aside = task -> {
            if (!crashed) {
                task.run();
                crashed = crashesBeforeGiving;
            }
        };
        OptionalCommands optional = new OptionalCommands(dialogue, new RefusedSettings("bench"));
        CompletableFuture<Void> end = new SimUnlock(
                        profile(pin, directory), dialogue, optional, time, guard, aside, () -> !crashed)
                .run()
                .toCompletableFuture();
        for (long passed = 0; !end.isDone() && !crashed && passed < LONG; passed += 100) {
            time.pass(100);
        }
        crashed = true;
        if (!end.isDone()) {
            return "crashed";
        }
        return end.handle((v, failure) -> failure == null ? "ready" : String.valueOf(failure.getMessage()))
                .join();
    }

    private PinGuard jvm() {
        return new PinGuard(ITERATIONS);
    }

    private ModelSim sim(Tells tells) {
        return new ModelSim(time, new Random(7), RIGHT, tells, true);
    }

    // ---- random walks

    private enum Kind {
        TRIES_TOLD(false, Tells.BY_CPINR, Tells.BY_SPIC),
        TRIES_TOLD_WITH_MEMORY(true, Tells.BY_CPINR, Tells.BY_SPIC),
        TRIES_NOT_TOLD_WITH_MEMORY(true, Tells.NOT, Tells.NOT_WITH_OK);

        private final boolean memory;
        private final Tells[] tells;

        Kind(boolean memory, Tells... tells) {
            this.memory = memory;
            this.tells = tells;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void noSequenceUsesTheLastTryAndARightPinIsGivenInTheEnd(Kind kind) throws Exception {
        int walks = kind.memory ? 400 : 2000;
        int unlockedInTheEnd = 0;
        for (int walk = 0; walk < walks; walk++) {
            Random random = new Random(walk * 31L + kind.ordinal());
            Tells tells = kind.tells[random.nextInt(kind.tells.length)];
            ModelSim sim = new ModelSim(time, random, RIGHT, tells, random.nextBoolean());
            Path directory = kind.memory ? temp.resolve("walk-" + walk) : null;
            PinGuard jvm = jvm();
            String pin = random.nextBoolean() ? RIGHT : "9999";
            for (int step = 0; step < 8; step++) {
                switch (random.nextInt(5)) {
                    case 0 -> jvm = jvm();
                    case 1 -> pin = List.of(RIGHT, "9999", "8888", "7777").get(random.nextInt(4));
                    case 2 -> sim.restart();
                    default -> {
                        sim.trouble = random.nextInt(3) * 0.3;
                        sim.goesOnAsking = random.nextInt(4) == 0 ? random.nextInt(30) : 0;
                        crashesBeforeGiving = random.nextInt(6) == 0;
                        attempt(sim, jvm, pin, directory);
                    }
                }
            }
            // the trouble is over and the PIN corrected: where more than the last try is left it comes up
            sim.trouble = 0;
            sim.goesOnAsking = 0;
            crashesBeforeGiving = false;
            sim.restart();
            boolean possible = sim.tries > 1;
            String end = attempt(sim, jvm, RIGHT, directory);
            if (kind != Kind.TRIES_NOT_TOLD_WITH_MEMORY) {
                assertThat(end)
                        .as("walk " + walk + ", " + sim.tries + " tries left, given " + sim.given)
                        .startsWith(possible ? "ready" : "the SIM requires its PIN and has one try left");
            }
            unlockedInTheEnd += end.equals("ready") ? 1 : 0;
        }
        assertThat(unlockedInTheEnd).isGreaterThan(walks / 4);
    }

    // ---- single cases

    @Test
    void aBusyCardHasNotRefusedThePin() {
        for (Tells tells : Tells.values()) {
            ModelSim sim = sim(tells);
            sim.busyPins = 3;
            assertThat(attempt(sim, jvm(), RIGHT, null)).as("" + tells).isEqualTo("ready");
            assertThat(sim.given).as("" + tells).containsExactly(RIGHT);
        }
    }

    @Test
    void aLostAnswerIsNoRefusalWhereTheTriesAreTold() {
        ModelSim sim = sim(Tells.BY_SPIC);
        sim.lostPins = 2;
        assertThat(attempt(sim, jvm(), RIGHT, null)).isEqualTo("ready");
        assertThat(sim.given).containsExactly(RIGHT);

        ModelSim wrong = sim(Tells.BY_CPINR);
        wrong.lostAnswers = 5;
        assertThat(attempt(wrong, jvm(), "9999", null)).contains("the SIM refused the PIN");
        assertThat(wrong.given).containsExactly("9999");
    }

    @Test
    void aPinThatWasTakenIsGivenOnceThoughTheCardGoesOnAsking() {
        ModelSim sim = sim(Tells.NOT_WITH_OK);
        sim.goesOnAsking = 20;
        assertThat(attempt(sim, jvm(), RIGHT, null)).isEqualTo("ready");
        assertThat(sim.given).containsExactly(RIGHT);

        sim.restart();
        sim.goesOnAsking = 1_000_000;
        long before = time.now();
        PinGuard jvm = jvm();
        assertThat(attempt(sim, jvm, RIGHT, null)).contains("accepted the PIN, but still requires");
        assertThat(attempt(sim, jvm, RIGHT, null)).contains("the SIM is not ready and does not report");
        assertThat(sim.given).containsExactly(RIGHT, RIGHT);
        assertThat(time.now() - before).isLessThan(60_000);
        assertThat(1_000_000 - sim.goesOnAsking).as("looks").isLessThan(40);
    }

    @Test
    void whereTheTriesAreNotToldARefusedPinIsRememberedOverStartsAndACorrectedOneGiven() {
        ModelSim sim = sim(Tells.NOT);
        Path directory = temp.resolve("state");
        assertThat(attempt(sim, jvm(), "9999", directory)).contains("the SIM refused the PIN");
        for (int start = 0; start < 5; start++) {
            assertThat(attempt(sim, jvm(), "9999", directory)).contains("the SIM refused the PIN", "not tried again");
        }
        assertThat(sim.given).containsExactly("9999");
        assertThat(attempt(sim, jvm(), RIGHT, directory)).isEqualTo("ready");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whereTheTriesAreNotToldTheThirdPinIsNotGiven() {
        ModelSim sim = sim(Tells.NOT);
        Path directory = temp.resolve("state");
        attempt(sim, jvm(), "9999", directory);
        attempt(sim, jvm(), "8888", directory);
        assertThat(attempt(sim, jvm(), RIGHT, directory)).contains("may have one try left, which is not used");
        assertThat(sim.given).containsExactly("9999", "8888");
    }

    @Test
    void aCrashBeforeThePinLeftCountsAsGiven() {
        ModelSim sim = sim(Tells.NOT);
        Path directory = temp.resolve("state");
        crashesBeforeGiving = true;
        assertThat(attempt(sim, jvm(), RIGHT, directory)).isEqualTo("crashed");
        crashesBeforeGiving = false;
        assertThat(sim.given).isEmpty();
        assertThat(directory).isNotEmptyDirectory();
        assertThat(attempt(sim, jvm(), RIGHT, directory))
                .contains("the SIM is not ready and does not report", "stateDirectory");
    }

    @Test
    void noFileHoldsThePinOrTheCardsNumber() throws Exception {
        ModelSim sim = sim(Tells.NOT);
        Path directory = temp.resolve("state");
        attempt(sim, new PinGuard(1000), "97531", directory);
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertThat(file.getFileName().toString()).startsWith("sim7028-pin-");
                assertThat(Files.readString(file)).doesNotContain("97531", "89860012345678901234");
            }
        }
    }

    @Test
    void aDamagedOrForeignFileIsNotBelievedNorFollowed() throws Exception {
        ModelSim sim = sim(Tells.NOT);
        Path directory = temp.resolve("state");
        PinGuard jvm = jvm();
        attempt(sim, jvm, "9999", directory);
        Path victim = Files.writeString(temp.resolve("victim"), "untouched");
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
                Files.createSymbolicLink(file, victim);
            }
        }
        assertThat(attempt(sim, jvm, "9999", directory))
                .as("this JVM still knows")
                .contains("the SIM refused the PIN");
        attempt(sim, jvm, "8888", directory);
        assertThat(victim).hasContent("untouched");
        assertThat(sim.given).containsExactly("9999", "8888");
    }

    @Test
    void whereNothingCanBeRememberedThePinIsGivenOnceAJvm() {
        ModelSim sim = sim(Tells.NOT);
        PinGuard jvm = jvm();
        for (int i = 0; i < 5; i++) {
            attempt(sim, jvm, "9999", null);
        }
        assertThat(sim.given).containsExactly("9999");
    }

    @Test
    void anotherCardInTheDeviceGetsThePin() {
        ModelSim first = sim(Tells.NOT);
        Path directory = temp.resolve("state");
        attempt(first, jvm(), "5678", directory);
        ModelSim second = new ModelSim(time, new Random(7), "5678", Tells.NOT, true);
        second.card = "89860099999999999999";
        assertThat(attempt(second, jvm(), "5678", directory)).isEqualTo("ready");
    }
}
