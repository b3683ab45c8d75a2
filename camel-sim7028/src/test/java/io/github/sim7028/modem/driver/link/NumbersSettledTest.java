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
package io.github.sim7028.modem.driver.link;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Clients;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who has which link number is settled with the module, whatever was lost, doubled or refused. */
@ExpectedLog(Said.CLIENT_UNASKED)
@ExpectedLog(Said.CLIENT_REFUSED)
@ExpectedLog(Said.LINK_TAKEN)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog("the module reports clients faster than they can connect")
@ExpectedLog("reports a client on link \\d, which does not exist")
class NumbersSettledTest {

    private static final ServerSpec SERVER = new ServerSpec(7000, 0, 3, List.of(), 0);

    private static String client(int link, int server, String host) {
        return ScriptedModule.lines("+CLIENT: " + link + "," + server + "," + host + ":5000");
    }

    private static void confirms(VirtualRig rig, LinkLease link, Duration limit) {
        assertThat(rig.await(link.send(VirtualRig.outbound("m")), limit).isConfirmed())
                .isTrue();
    }

    @Test
    void aClientOfAServerNobodyAskedForTakesNoNumberForGood() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            Collector collector = new Collector();
            LinkLease link = modem.link(PEER, collector);
            confirms(rig, link, Duration.ofSeconds(2));
            rig.module.say(client(0, 0, "127.0.0.1") + client(1, 0, "127.0.0.1"));
            rig.settle();
            confirms(rig, link, Duration.ofSeconds(10));
            confirms(rig, modem.link(LinkSpec.tcp("10.0.0.8", 1000), null), Duration.ofSeconds(10));
            assertThat(collector.opened()).isEqualTo(2);
        }
    }

    @Test
    void aClientThatTakesTheNumberOfAClosingLinkHoldsUpNoRelease() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            Clients clients = new Clients();
            modem.server(SERVER, clients);
            LinkLease link = modem.link(PEER, null);
            confirms(rig, link, Duration.ofSeconds(2));
            rig.module.answer(command -> command.equals("AT+CIPCLOSE=0") ? ScriptedModule.SILENCE : null);
            CompletableFuture<Void> released = link.release();
            rig.settle();
            rig.module.say(client(0, 0, "10.1.1.1"));
            rig.settle();
            assertThat(released).isDone();
            assertThat(clients.accepted).hasSize(1);
        }
    }

    @Test
    void aNumberIsUsedAgainOnlyWhenTheModuleSaysThatItIsClosed() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            LinkLease link = modem.link(PEER.withNumber(0), null);
            confirms(rig, link, Duration.ofSeconds(2));
            AtomicInteger closes = new AtomicInteger();
            rig.module.answer(command -> command.equals("AT+CIPCLOSE=0") && closes.incrementAndGet() < 4
                    ? ScriptedModule.lines("ERROR")
                    : null);
            rig.await(link.release(), Duration.ofSeconds(2));
            LinkLease next = modem.link(PEER.withNumber(0), null);
            confirms(rig, next, Duration.ofSeconds(30));
            List<String> commands = rig.module.commands();
            assertThat(closes).hasValue(4);
            assertThat(commands.lastIndexOf("AT+CIPOPEN=0,\"TCP\",\"10.0.0.9\",1000"))
                    .isGreaterThan(commands.lastIndexOf("AT+CIPCLOSE=0"));
        }
    }

    @Test
    void aLinkThatTheModuleDoesNotListIsOpenedAgainWhenNumbersRunOut() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            modem.link(PEER, new Collector());
            modem.link(LinkSpec.tcp("10.0.0.8", 1000), new Collector());
            rig.pass(Duration.ofSeconds(1));
            rig.module.answer(command ->
                    command.equals("AT+CIPOPEN?") ? ScriptedModule.lines("+CIPOPEN: 0", "+CIPOPEN: 1", "OK") : null);
            LinkLease third = modem.link(LinkSpec.tcp("10.0.0.7", 1000), null);
            confirms(rig, third, Duration.ofSeconds(10));
        }
    }

    @Test
    void aFloodOfClientsIsNeitherServedNorToldWithoutBound() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            Clients clients = new Clients();
            modem.server(SERVER, clients);
            rig.pass(Duration.ofSeconds(1));
            for (int i = 0; i < 20_000; i++) {
                rig.module.say(client(i % 2, 0, "10.1." + i / 250 + "." + i % 250));
            }
            rig.pass(Duration.ofSeconds(1));
            rig.module.say(client(7, 0, "10.1.1.1"));
            rig.pass(Duration.ofSeconds(10));
            assertThat(clients.accepted).hasSizeBetween(1, 100);
            assertThat(clients.accepted.size() - clients.gone.size()).isLessThanOrEqualTo(2);
            assertThat(rig.module.count("AT+")).isLessThan(300);
        }
    }

    @Test
    void aClientThatIsToldAgainAndAgainIsTheSameClient() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            Clients clients = new Clients();
            modem.server(SERVER, clients);
            rig.pass(Duration.ofSeconds(1));
            for (int i = 0; i < 1000; i++) {
                rig.module.say(client(0, 0, "10.1.1.1"));
            }
            rig.settle();
            assertThat(clients.accepted).hasSize(1);
            assertThat(clients.gone).hasSize(0);
        }
    }
}
