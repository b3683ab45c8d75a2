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
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A module that has slept deeply is as after a boot: its network, its links and its settings are gone, and it says nothing of that. Everything
 * is set and opened again, and no message is lost or sent twice.
 */
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.LINK_CLOSED)
class LostInSleepTest {

    /** How a module without a network refuses a message or a link. */
    private enum Refusal {
        OWN_ERRORS("+CIPERROR: 2", "+CIPOPEN: 0,2"),
        NOT_CONNECTED("+CIPERROR: 4", "+CIPOPEN: 0,2"),
        IP_ERRORS("+IP ERROR: Network not opened", "+IP ERROR: Network not opened");

        private final String sending;
        private final String opening;

        Refusal(String sending, String opening) {
            this.sending = sending;
            this.opening = opening;
        }
    }

    /** A module that forgets, and answers as such a module does. */
    private static final class Sleeper {
        private final VirtualRig rig;
        private final Refusal refusal;
        private boolean network;
        private boolean link;
        private boolean echo;

        Sleeper(VirtualRig rig, Refusal refusal) {
            this.rig = rig;
            this.refusal = refusal;
            rig.module.answer(this::answer);
        }

        void sleeps(boolean echoComesBack) {
            network = false;
            link = false;
            echo = echoComesBack;
            rig.module.reboot();
            rig.module.clear();
        }

        private String answer(String command) {
            String repeated = echo ? command + "\r" : "";
            echo &= !command.equals("ATE0");
            if (command.startsWith("AT+CIPSEND=") && !link) {
                return repeated + lines(refusal.sending, "ERROR");
            }
            if (command.startsWith("AT+CIPOPEN=0,") && !network) {
                return repeated + lines(refusal.opening, "ERROR");
            }
            network |= command.equals("AT+NETOPEN");
            link |= command.startsWith("AT+CIPOPEN=0,");
            return repeated.isEmpty() || command.startsWith("AT+CIPSEND=")
                    ? null
                    : repeated + rig.module.usual(command);
        }
    }

    private static VirtualRig rig(Duration keepAliveInterval) {
        return new VirtualRig(
                profile -> profile.with(Changed.with(profile.recovery(), "keepAliveInterval", keepAliveInterval)));
    }

    private static void setAndOpenedAgain(VirtualRig rig) {
        assertThat(rig.module.commands())
                .containsSubsequence(
                        "ATE0",
                        "AT+CIPCCFG=10,0,0,1,1,0,500",
                        "AT+CIPHEAD=1",
                        "AT+CIPRXGET=1",
                        "AT+NETOPEN",
                        "AT+CIPOPEN=0,\"TCP\",\"10.0.0.9\",1000");
    }

    @ParameterizedTest
    @CsvSource({
        "OWN_ERRORS, true",
        "OWN_ERRORS, false",
        "NOT_CONNECTED, true",
        "NOT_CONNECTED, false",
        "IP_ERRORS, true",
        "IP_ERRORS, false"
    })
    void theMessageAfterASleepArrivesOnce(Refusal refusal, boolean echoComesBack) throws Exception {
        try (VirtualRig rig = rig(Duration.ZERO)) {
            Sleeper module = new Sleeper(rig, refusal);
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.send(link, "before", Duration.ofSeconds(20));
            for (int i = 0; i < 3; i++) {
                rig.pass(Duration.ofMinutes(10));
                module.sleeps(echoComesBack);
                assertThat(rig.send(link, "reading " + i, Duration.ofMinutes(2)).isConfirmed())
                        .isTrue();
                assertThat(rig.module.payloads()).containsExactly("reading " + i);
                setAndOpenedAgain(rig);
            }
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.READY);
        }
    }

    /** Several messages that have gathered, and keep their order. */
    @Test
    void messagesThatWaitedForTheWakingArriveOnceAndInOrder() throws Exception {
        try (VirtualRig rig = rig(Duration.ZERO)) {
            Sleeper module = new Sleeper(rig, Refusal.OWN_ERRORS);
            LinkLease link = rig.ready().link(PEER, null);
            rig.send(link, "before", Duration.ofSeconds(20));
            rig.pass(Duration.ofMinutes(10));
            module.sleeps(false);
            List<CompletableFuture<Receipt>> sent = List.of(
                    link.send(VirtualRig.outbound("one,")),
                    link.send(VirtualRig.outbound("two,")),
                    link.send(VirtualRig.outbound("three,")));
            for (CompletableFuture<Receipt> message : sent) {
                assertThat(rig.await(message, Duration.ofMinutes(2)).isConfirmed())
                        .isTrue();
            }
            assertThat(String.join("", rig.module.payloads())).isEqualTo("one,two,three,");
        }
    }

    /** A consumer that waits for its peer must not wait on a link that is gone. */
    @ParameterizedTest
    @EnumSource(Refusal.class)
    void aConsumerIsConnectedAgainThoughNothingIsSent(Refusal refusal) throws Exception {
        try (VirtualRig rig = rig(Duration.ofMinutes(1))) {
            Sleeper module = new Sleeper(rig, refusal);
            ModemLease lease = rig.ready();
            Modem modem = lease.modem();
            Collector received = new Collector();
            lease.link(PEER, received);
            rig.passUntil(() -> received.opened() == 1, Duration.ofMinutes(1));
            rig.pass(Duration.ofMinutes(10));
            module.sleeps(false);
            rig.passUntil(() -> received.opened() == 2, Duration.ofMinutes(2));
            assertThat(modem.status().state()).isEqualTo(ModemState.READY);
            setAndOpenedAgain(rig);
            rig.module.say(ScriptedModule.pushed(0, "hello"));
            rig.settle();
            assertThat(new String(received.bytes(), StandardCharsets.US_ASCII)).isEqualTo("hello");
        }
    }
}
