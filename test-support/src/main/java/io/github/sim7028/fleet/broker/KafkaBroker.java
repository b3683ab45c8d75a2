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
package io.github.sim7028.fleet.broker;

import static org.awaitility.Awaitility.await;

import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** A broker of its own, in a JVM of its own, on free ports. */
public final class KafkaBroker implements AutoCloseable {

    private final Path directory;
    private final int port = FreePort.find();
    private final int controllerPort = FreePort.find();
    private final int detourPort = FreePort.find();
    private final Path properties;
    private Process process;

    /**
     * @param directory an empty directory
     * @param settings  of the broker, beside those that a broker of one node needs
     */
    public KafkaBroker(Path directory, Map<String, String> settings) throws Exception {
        this(directory, settings, 0);
    }

    /**
     * @param detour the port of a proxy on this machine that leads to {@link #detourPort()}: the broker tells the clients that come
     *     from there to come from there again; 0 for none
     */
    public KafkaBroker(Path directory, Map<String, String> settings, int detour) throws Exception {
        this.directory = directory;
        properties = directory.resolve("server.properties");
        Properties server = new Properties();
        server.put("process.roles", "broker,controller");
        server.put("node.id", "1");
        server.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        server.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        if (detour > 0) {
            server.merge("listeners", "DETOUR://127.0.0.1:" + detourPort, (those, one) -> those + "," + one);
            server.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port + ",DETOUR://127.0.0.1:" + detour);
            server.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,DETOUR:PLAINTEXT");
        }
        server.put("controller.listener.names", "CONTROLLER");
        server.put("log.dirs", directory.resolve("data").toString());
        server.put("offsets.topic.replication.factor", "1");
        server.put("offsets.topic.num.partitions", "4");
        server.put("transaction.state.log.replication.factor", "1");
        server.put("transaction.state.log.min.isr", "1");
        server.put("transaction.state.log.num.partitions", "1");
        server.put("group.initial.rebalance.delay.ms", "0");
        server.put("auto.create.topics.enable", "false");
        server.putAll(settings);
        try (var out = Files.newOutputStream(properties)) {
            server.store(out, null);
        }
        Process format = java(
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        properties.toString())
                .redirectOutput(directory.resolve("format.log").toFile())
                .start();
        if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
            format.destroyForcibly();
            throw new IOException("the broker's directory could not be formatted:\n" + log("format.log"));
        }
    }

    public KafkaBroker start() throws IOException {
        process = java("kafka.Kafka", properties.toString())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("broker.log").toFile()))
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            if (!process.isAlive()) {
                throw new IOException("the broker has ended:\n" + log("broker.log"));
            }
            return answers();
        });
        return this;
    }

    /** Creates a topic. */
    public void create(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address()));
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Where the broker listens for clients that come through a proxy. */
    public int detourPort() {
        return detourPort;
    }

    /** As when the machine fails. */
    public void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private boolean answers() {
        try {
            // a client of Kafka complains of a port where nobody listens
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        } catch (IOException e) {
            return false;
        }
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private String log(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program on the class path of the tests, whose log goes to its output. */
    public static ProcessBuilder java(String... program) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=program-logback.xml",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(program));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }
}
