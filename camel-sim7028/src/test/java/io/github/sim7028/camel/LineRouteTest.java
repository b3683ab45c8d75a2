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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.line.Certificate;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.Relay;
import io.github.sim7028.line.Ser2net;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.line.Socat;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modems on lines that Camel has a hand in: TLS by its parameters, and beans. */
@Timeout(60)
@ExpectedLog(Said.MODEM_DOWN + "sockets://\\S+: TLS failed")
@ExpectedLog(Said.NO_ANSWER)
@ExpectedLog(Said.MODEM_DOWN + "socket://\\S+: the connection was refused")
@ExpectedLog(Said.MODEM_DOWN + "(the line ended|reading from the line failed: |writing to the line failed: )")
@ExpectedLog(Said.CONFIRMATION_LATE)
@ExpectedLog(Said.LINK_CLOSED + "reading failed, received bytes may be lost: AT\\+CIPRXGET=.* no answer within")
class LineRouteTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final ProducerTemplate template = context.createProducerTemplate();
    private VirtualModem modem;
    private ServerSocket server;

    @BeforeEach
    void prepare() throws Exception {
        modem = VirtualModem.builder().start();
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        component.getConfiguration().setReconnectDelay(20);
        component.getConfiguration().setMaxReconnectDelay(100);
        component.getConfiguration().setStartupMode(StartupMode.STRICT);
        context.addComponent("sim7028", component);
    }

    @AfterEach
    void stop() throws Exception {
        context.stop();
        modem.close();
        server.close();
    }

    private void assertCarries() throws Exception {
        context.start();
        assertCarries("hello");
    }

    private void assertCarries(String text) throws Exception {
        template.sendBody("sim7028:tcp:127.0.0.1:" + server.getLocalPort(), text);
        try (Socket far = server.accept()) {
            assertThat(far.getInputStream().readNBytes(text.length())).isEqualTo(text.getBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tlsGoesByCamelsParameters(boolean global, @TempDir Path directory) throws Exception {
        Certificate certificate = Certificate.make(directory, "ip:127.0.0.1");
        KeyStoreParameters trusted = new KeyStoreParameters();
        trusted.setResource("file:" + certificate.store());
        trusted.setPassword(Certificate.PASSWORD);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(trusted);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        try (Relay terminalServer = new Relay(modem.listen().getPort(), certificate.context())) {
            component.getConfiguration().setDevice("sockets://127.0.0.1:" + terminalServer.port());
            if (global) {
                context.setSSLContextParameters(parameters);
                component.setUseGlobalSslContextParameters(true);
            } else {
                component.getConfiguration().setSslContextParameters(parameters);
            }
            assertCarries();
        }
    }

    @Test
    void withoutThemTheServersCertificateIsNotTrusted(@TempDir Path directory) throws Exception {
        Certificate certificate = Certificate.make(directory, "ip:127.0.0.1");
        try (Relay terminalServer = new Relay(modem.listen().getPort(), certificate.context())) {
            component.getConfiguration().setDevice("sockets://127.0.0.1:" + terminalServer.port());
            component.getConfiguration().setStartupTimeout(5000);
            assertThatThrownBy(this::assertCarries)
                    .hasRootCauseInstanceOf(Sim7028ModemUnavailableException.class)
                    .rootCause()
                    .hasMessageContaining("certificate is trusted");
        }
    }

    @Test
    void aBeanMayBeTheDevice() throws Exception {
        String device = "socket://127.0.0.1:" + modem.listen().getPort();
        LineFactory cabinet = Lines.of(device, SerialSettings.DEFAULT);
        component.getConfiguration().setDevice(cabinet);
        assertCarries();
    }

    @Test
    void aModemThatFallsSilentWithoutAFinIsNoticedAndBroughtBack() throws Exception {
        try (Relay wire = new Relay(modem.listen().getPort())) {
            component.getConfiguration().setDevice("socket://127.0.0.1:" + wire.port());
            component.getConfiguration().setKeepAliveInterval(300);
            component.getConfiguration().setCommandTimeout(500);
            assertCarries();
            wire.silent(true);
            // the modem behind it takes one host at a time: it is free when the old connection is closed
            await().atMost(SOON).until(() -> wire.connections() > 1);
            wire.silent(false);
            assertCarries("again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "rfc2217"})
    void aTerminalServerIsKilledAndStartedAgainUnderLoad(String scheme, @TempDir Path directory) throws Exception {
        Set<String> confirmed = new TreeSet<>();
        Set<String> notSent = new TreeSet<>();
        try (Socat pty = Socat.toTcp(directory.resolve("modem"), modem.listen().getPort())) {
            AtomicReference<Ser2net> terminalServer = new AtomicReference<>(serve(scheme, pty));
            component.getConfiguration().setDevice((LineFactory) () -> Lines.of(
                            scheme + "://127.0.0.1:" + terminalServer.get().port(), SerialSettings.DEFAULT)
                    .open());
            component.getConfiguration().setCommandTimeout(2000);
            context.start();
            CountDownLatch confirmedLast = new CountDownLatch(1);
            FutureTask<String> farEnd = new FutureTask<>(() -> readUntilLast(confirmedLast));
            new Thread(farEnd, "far-end").start();
            FutureTask<Void> restart = new FutureTask<>(() -> {
                terminalServer.get().close();
                terminalServer.set(serve(scheme, pty));
                return null;
            });
            for (int i = 0; i < 200 || !restart.isDone(); i++) {
                if (i == 50) {
                    new Thread(restart, "restart").start();
                }
                send(String.format("%04d", i), confirmed, notSent);
            }
            restart.get();
            assertThat(confirmed).hasSizeGreaterThan(100);
            template.sendBody("sim7028:tcp:127.0.0.1:" + server.getLocalPort(), "last;");
            confirmedLast.countDown();
            List<String> arrived = List.of(farEnd.get(30, TimeUnit.SECONDS).split(";"));
            assertThat(arrived).doesNotHaveDuplicates().containsAll(confirmed).noneMatch(notSent::contains);
            terminalServer.get().close();
        }
    }

    private void send(String text, Set<String> confirmed, Set<String> notSent) {
        try {
            template.sendBody("sim7028:tcp:127.0.0.1:" + server.getLocalPort(), text + ";");
            confirmed.add(text);
        } catch (CamelExecutionException e) {
            if (((Sim7028SendException) e.getCause()).getOutcome() == SendOutcome.NOT_SENT) {
                notSent.add(text);
            }
        }
    }

    private static Ser2net serve(String scheme, Socat pty) {
        return scheme.equals("socket") ? Ser2net.raw(pty.path()) : Ser2net.rfc2217(pty.path());
    }

    /**
     * One connection after the other; one that broke may end in what is no whole message. The last one stays open until its message is
     * confirmed: of a connection that has ended, a doubtful confirmation cannot be asked any more.
     */
    private String readUntilLast(CountDownLatch confirmed) throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf("last;") < 0) {
            try (Socket far = server.accept()) {
                byte[] buffer = new byte[1024];
                int count = 0;
                while (count >= 0 && all.indexOf("last;") < 0) {
                    count = far.getInputStream().read(buffer);
                    all.append(new String(buffer, 0, Math.max(0, count), StandardCharsets.US_ASCII));
                }
                if (count >= 0) {
                    confirmed.await(30, TimeUnit.SECONDS);
                }
                all.setLength(all.lastIndexOf(";") + 1);
            }
        }
        return all.toString();
    }

    @Test
    void aPulseOnDtrBringsAHangingModuleBack() throws Exception {
        try (VirtualModem hanging =
                VirtualModem.builder().name("hanging").dtrResets(true).start()) {
            hanging.setMute(true);
            component.getConfiguration().setDevice("simulator://hanging");
            component.getConfiguration().setCommandTimeout(250);
            component.getConfiguration().setDtrPulse(20);
            assertCarries();
            assertThat(hanging.commands()).doesNotContain("AT+CFUN=1,1");
            context.stop();
        }
    }

    @Test
    void aBeanMaySwitchThePower() throws Exception {
        AtomicInteger switched = new AtomicInteger();
        PowerCycle relay = name -> switched.incrementAndGet();
        String real = "socket://127.0.0.1:" + modem.listen().getPort();
        component.getConfiguration().setDevice((LineFactory)
                () -> Lines.of(switched.get() == 0 ? "socket://127.0.0.1:1" : real, SerialSettings.DEFAULT)
                        .open());
        component.getConfiguration().setPowerCycle(relay);
        assertCarries();
        assertThat(switched).hasValue(1);
    }
}
