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
package io.github.sim7028.modem.driver.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.kit.Clients;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemEvent.LinkClosed;
import io.github.sim7028.modem.ModemEvent.LinkOpened;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.SignalQuality;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a virtual modem goes through is told as typed events. */
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.LINK_CLOSED + "by the peer")
class EventsTest {

    private final List<ModemEvent> events = new CopyOnWriteArrayList<>();

    private Modem ready(ModemRig rig) throws Sim7028Exception {
        Modem modem = rig.lease().modem();
        modem.addListener(events::add);
        ModemRig.awaitState(modem, ModemState.READY);
        return modem;
    }

    private <E extends ModemEvent> E next(Class<E> type) {
        await().atMost(ModemRig.LIMIT).until(() -> events.stream().anyMatch(type::isInstance));
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void statesOnTheWayUpAreTold() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ready(rig);
            await().atMost(ModemRig.LIMIT).untilAsserted(() -> assertThat(events)
                    .filteredOn(ModemEvent.StatusChanged.class::isInstance)
                    .extracting(
                            event -> ((ModemEvent.StatusChanged) event).status().state())
                    .containsSubsequence(
                            ModemState.SIM, ModemState.REGISTERING, ModemState.OPENING_NETWORK, ModemState.READY));
        }
    }

    @Test
    void aLinkIsToldOpenedAndClosedByThePeerAndIsCounted() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = TcpPeer.echo()) {
            Modem modem = ready(rig);
            Collector collector = new Collector();
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), collector);
            ModemRig.send(link, "HELLO".getBytes());
            LinkOpened opened = next(LinkOpened.class);
            assertThat(opened.toMap())
                    .containsEntry("link", 0)
                    .containsEntry("protocol", "tcp")
                    .containsEntry("remoteHost", "127.0.0.1")
                    .containsEntry("remotePort", far.port());
            await().atMost(ModemRig.LIMIT).until(() -> collector.bytes().length == 5);
            far.socket().close();
            LinkClosed closed = next(LinkClosed.class);
            assertThat(closed.reason()).isEqualTo(CloseReason.REMOTE);
            assertThat(closed.meaning()).isEqualTo("closed by the peer");
            assertThat(closed.link()).isZero();
            await().atMost(ModemRig.LIMIT).until(() -> modem.counters().reopens() == 1);
            Counters counters = modem.counters();
            assertThat(counters.messagesOut()).isEqualTo(1);
            assertThat(counters.confirmed()).isEqualTo(1);
            assertThat(counters.bytesOut()).isEqualTo(5);
            assertThat(counters.bytesIn()).isEqualTo(5);
            assertThat(counters.notSent() + counters.unknown()).isZero();
        }
    }

    @Test
    void aLinkNobodyNeedsIsToldClosedByThisSide() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            ready(rig);
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            ModemRig.send(link, "HELLO".getBytes());
            ModemRig.await(link.release());
            assertThat(next(LinkClosed.class).reason()).isEqualTo(CloseReason.LOCAL);
        }
    }

    @Test
    void aLostNetworkIsToldWithItsLinks() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            ready(rig);
            ModemRig.send(rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null), "HELLO".getBytes());
            rig.virtual.loseNetwork(false);
            next(ModemEvent.NetworkLost.class);
            assertThat(next(LinkClosed.class).meaning()).contains("network closed unexpectedly");
        }
    }

    @Test
    void aRestartIsToldAndCounted() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = ready(rig);
            rig.virtual.reboot(true);
            assertThat(next(ModemEvent.ModuleRestarted.class).reason()).contains("restarted");
            assertThat(modem.counters().restarts()).isEqualTo(1);
        }
    }

    @Test
    void anotherRegistrationIsToldWithItsMeaning() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ready(rig);
            events.clear();
            rig.virtual.inject("+CEREG: 5");
            RegistrationState now = next(ModemEvent.RegistrationChanged.class).registration();
            assertThat(now).isEqualTo(new RegistrationState(5, true, "registered, roaming"));
        }
    }

    @Test
    void theModuleIsAskedToReportRegistration() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ready(rig);
            events.clear();
            rig.virtual.setRegistration(Registration.SEARCHING);
            await().atMost(ModemRig.LIMIT).untilAsserted(() -> assertThat(events)
                    .filteredOn(ModemEvent.RegistrationChanged.class::isInstance)
                    .last()
                    .extracting(event -> ((ModemEvent.RegistrationChanged) event)
                            .registration()
                            .stat())
                    .isEqualTo(2));
        }
    }

    @Test
    void anotherSignalIsToldWhileSomebodyListens() throws Exception {
        RecoverySettings watchful = new RecoverySettings(
                Duration.ofSeconds(2),
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                Duration.ofMillis(500),
                2,
                Duration.ofSeconds(2),
                Duration.ZERO);
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> profile.with(watchful))) {
            ready(rig);
            assertThat(next(ModemEvent.SignalChanged.class).signal().rssi()).isEqualTo(23);
            events.clear();
            rig.virtual.setSignal(3, 0);
            assertThat(next(ModemEvent.SignalChanged.class).signal())
                    .isEqualTo(new SignalQuality(3, -107, "very weak"));
        }
    }

    @Test
    void anotherCellIsToldWhileSomebodyListensAndOtherLevelsAreNot() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            AtomicReference<String> cell = new AtomicReference<>("187215874,42,EUTRAN-BAND8,3687,0,0,-9,-98,-67,12");
            rig.module.answer(command -> command.equals("AT+CPSI?")
                    ? ScriptedModule.lines("+CPSI: NB,Online,460-00,0x2A2E," + cell.get(), "OK")
                    : null);
            Modem modem = rig.ready().modem();
            modem.addListener(events::add);
            rig.passUntil(() -> modem.snapshot().cell() != null, Duration.ofMinutes(10));
            events.clear();
            cell.set("187215874,42,EUTRAN-BAND8,3687,0,0,-12,-104,-67,3");
            rig.passUntil(() -> modem.snapshot().cell().rsrp() == -104, Duration.ofMinutes(10));
            rig.settle();
            assertThat(events).noneMatch(ModemEvent.SignalChanged.class::isInstance);
            cell.set("187215999,17,EUTRAN-BAND20,6300,0,0,-8,-91,-67,15");
            rig.passUntil(() -> !events.isEmpty(), Duration.ofMinutes(10));
            ModemEvent.SignalChanged changed = next(ModemEvent.SignalChanged.class);
            assertThat(changed.signal().rssi()).isEqualTo(20);
            assertThat(changed.cell().band()).isEqualTo(20);
            assertThat(changed.cell().cell()).isEqualTo(187215999L);
            assertThat(changed.toMap())
                    .extracting("cell")
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("rsrp", -91);
        }
    }

    @Test
    void aNoticeAndAnUnknownLineAreTold() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = ready(rig);
            rig.virtual.inject("+CGEV: ME PDN ACT 1");
            rig.virtual.inject("+NEVER HEARD");
            assertThat(next(ModemEvent.Notice.class).line()).isEqualTo("+CGEV: ME PDN ACT 1");
            assertThat(next(ModemEvent.UnknownLine.class).line()).isEqualTo("+NEVER HEARD");
            assertThat(modem.counters().unknownLines()).isEqualTo(1);
        }
    }

    @Test
    void aClientOfAServerIsTold() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            ready(rig);
            int port = FreePort.find();
            rig.lease().server(new ServerSpec(port, 0, 3, List.of(), 1), new Clients());
            try (Socket socket = Clients.connect(port)) {
                ModemEvent.ClientAccepted client = next(ModemEvent.ClientAccepted.class);
                assertThat(client.remoteHost()).isEqualTo("127.0.0.1");
                assertThat(client.remotePort()).isEqualTo(socket.getLocalPort());
                assertThat(client.serverIndex()).isZero();
                assertThat(client.type()).isEqualTo("clientAccepted");
            }
        }
    }

    @Test
    void whatCannotBeSentIsCountedSo() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            Modem modem = ready(rig);
            LinkLease link = rig.lease().link(LinkSpec.udp("127.0.0.1", 9), null);
            ModemRig.failureOf(link.send(ModemRig.outbound(new byte[1501])));
            assertThat(modem.counters().notSent()).isEqualTo(1);
            assertThat(modem.counters().confirmed()).isZero();
        }
    }
}
