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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.line.Socat;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The whole way over a real serial device: simulator, socat pseudo-terminal, jSerialComm, driver, route. */
@Timeout(120)
@Isolated("it counts threads")
@ExpectedLog(Said.MODEM_DOWN + "reading from the line failed: \\S+ hung up")
class SerialRouteTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void carriesBytesBothWaysOverAPseudoTerminalAndLeavesNothingBehind() throws Exception {
        byte[] up = new byte[100_000];
        byte[] down = new byte[100_000];
        new Random(1).nextBytes(up);
        new Random(2).nextBytes(down);
        Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
        Set<String> lockFilesBefore = lockFiles();
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        Path device = directory.resolve("modem");
        try (VirtualModem modem = VirtualModem.builder().start();
                Socat pty = Socat.toTcp(device, modem.listen().getPort());
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            DefaultCamelContext context = context(device);
            String uri = "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri)
                            .process(exchange ->
                                    arrived.writeBytes(exchange.getMessage().getBody(byte[].class)));
                }
            });
            context.start();
            try (Socket far = server.accept();
                    ProducerTemplate template = context.createProducerTemplate()) {
                far.getOutputStream().write(down);
                template.sendBody(uri, up);
                assertThat(far.getInputStream().readNBytes(up.length)).isEqualTo(up);
                await().atMost(SOON).until(() -> arrived.size() == down.length);
                assertThat(arrived.toByteArray()).isEqualTo(down);
                context.stop();
                assertThat(far.getInputStream().read())
                        .as("the connection is closed")
                        .isEqualTo(-1);
            }
            // nobody holds the device any more
            Lines.of(device.toString(), SerialSettings.DEFAULT).open().close();
            assertThat(pty.isAlive()).isTrue();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !threadsBefore.contains(thread))
                        .map(Thread::getName)
                        .filter(name -> name.contains("im7028"))
                        .collect(Collectors.toSet()))
                .isEmpty());
        assertThat(lockFiles()).isEqualTo(lockFilesBefore);
    }

    @Test
    void comesBackWhenTheDeviceIsPluggedInAgain() throws Exception {
        Path device = directory.resolve("modem");
        List<String> lines = new CopyOnWriteArrayList<>();
        try (VirtualModem modem = VirtualModem.builder().start();
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = modem.listen().getPort();
            Socat first = Socat.toTcp(device, port);
            DefaultCamelContext context = context(device);
            try {
                String uri = "sim7028:tcp:127.0.0.1:" + server.getLocalPort() + "?framing=line";
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(uri)
                                .process(exchange ->
                                        lines.add(exchange.getMessage().getBody(String.class)));
                    }
                });
                context.start();
                say(server, "before\n", lines, 1);
                first.unplug();
                java.nio.file.Files.deleteIfExists(device);
                try (Socat again = Socat.toTcp(device, port)) {
                    say(server, "after\n", lines, 2);
                    assertThat(again.isAlive()).isTrue();
                    assertThat(lines).containsExactly("before", "after");
                }
            } finally {
                context.stop();
                first.close();
            }
        }
    }

    private void say(ServerSocket server, String text, List<String> lines, int expected) throws IOException {
        server.setSoTimeout((int) SOON.toMillis());
        try (Socket far = server.accept()) {
            far.getOutputStream().write(text.getBytes());
            await().atMost(SOON).until(() -> lines.size() == expected);
        }
    }

    private static DefaultCamelContext context(Path device) {
        DefaultCamelContext context = new DefaultCamelContext();
        Sim7028Component component = new Sim7028Component(context);
        component.getConfiguration().setDevice(device.toString());
        component.getConfiguration().setReconnectDelay(100);
        component.getConfiguration().setMaxReconnectDelay(500);
        context.addComponent("sim7028", component);
        return context;
    }

    private static Set<String> lockFiles() {
        return Stream.of("/var/lock", "/run/lock", System.getProperty("java.io.tmpdir"))
                .map(File::new)
                .flatMap(folder -> Arrays.stream(folder.list() == null ? new String[0] : folder.list()))
                .filter(name -> name.startsWith("LCK") || name.endsWith(".lock"))
                .collect(Collectors.toSet());
    }
}
