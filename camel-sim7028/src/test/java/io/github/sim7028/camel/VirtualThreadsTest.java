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

import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Camel's virtual threads, which are chosen once in a JVM: the component runs in one of its own. */
@Timeout(120)
class VirtualThreadsTest {

    private static final String READER = "line read by";
    private static final String WRITER = "line written by";
    private static final String ROUTE = "route run by";

    @TempDir
    private Path directory;

    @Test
    void socketLinesAndRoutesHaveVirtualThreadsWhereCamelHas() throws Exception {
        String kind = Runtime.version().feature() < 21 ? "platform" : "virtual";

        assertThat(threads(true, true)).contains(READER + " " + kind, WRITER + " " + kind, ROUTE + " " + kind);
    }

    @Test
    void linesThatWaitInNativeCodeHavePlatformThreadsAllTheSame() throws Exception {
        String kind = Runtime.version().feature() < 21 ? "platform" : "virtual";

        assertThat(threads(true, false)).contains(READER + " platform", WRITER + " platform", ROUTE + " " + kind);
    }

    @Test
    void thereAreNoneUnlessCamelIsTold() throws Exception {
        assertThat(threads(false, true)).contains(READER + " platform", WRITER + " platform", ROUTE + " platform");
    }

    private String threads(boolean enabled, boolean line) throws Exception {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcamel.threads.virtual.enabled=" + enabled,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EchoRoute.class.getName(),
                        String.valueOf(line))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(said);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    /** A route that gets a message from a far end and sends it back; says which kinds of threads did what. */
    static final class EchoRoute {

        private static final Map<String, String> KINDS = new ConcurrentHashMap<>();

        private EchoRoute() {}

        /** Whether the line lets virtual threads touch it. */
        public static void main(String[] arguments) throws Exception {
            DefaultCamelContext context = new DefaultCamelContext();
            Sim7028Component component = new Sim7028Component(context);
            component.getConfiguration().setDevice(new WatchedLines(Boolean.parseBoolean(arguments[0])));
            context.addComponent("sim7028", component);
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
                String uri = "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(uri).process(exchange -> note(ROUTE)).to(uri);
                    }
                });
                context.start();
                try (var far = server.accept()) {
                    far.getOutputStream().write('x');
                    if (far.getInputStream().read() != 'x') {
                        throw new IllegalStateException("no echo");
                    }
                }
            }
            context.stop();
            new TreeMap<>(KINDS).forEach((what, kind) -> System.out.println(what + kind));
            System.exit(0);
        }

        private static void note(String what) {
            KINDS.merge(what, kind(), (before, now) -> before.contains(now) ? before : before + now);
        }

        /** What virtual threads are called is part of Java since 21. */
        private static String kind() {
            return Thread.currentThread().toString().startsWith("VirtualThread") ? " virtual" : " platform";
        }

        private record WatchedLines(boolean virtualThreads) implements LineFactory {

            @Override
            public Line open() throws LineException {
                Line line =
                        Lines.of("simulator://threads", SerialSettings.DEFAULT).open();
                return new Line() {
                    @Override
                    public int read(byte[] buffer) throws IOException {
                        note(READER);
                        return line.read(buffer);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        note(WRITER);
                        line.write(bytes, offset, length);
                    }

                    @Override
                    public void close() {
                        line.close();
                    }
                };
            }
        }
    }
}
