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
package io.github.sim7028.compatibility.program;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Gets a message and sends it back, and says on which kinds of threads the line was read and the route ran. */
public final class ThreadKinds {

    private static final AtomicReference<Thread> READER = new AtomicReference<>();
    private static final AtomicReference<Thread> ROUTE = new AtomicReference<>();

    private ThreadKinds() {}

    public static void main(String[] arguments) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        Sim7028Component component = new Sim7028Component(context);
        component.getConfiguration().setDevice(new WatchedLines());
        context.addComponent("sim7028", component);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            String uri = "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri)
                            .process(exchange -> ROUTE.set(Thread.currentThread()))
                            .to(uri);
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
        System.out.println("line: " + kind(READER.get()));
        System.out.println("route: " + kind(ROUTE.get()));
        System.exit(0);
    }

    /** How virtual threads are shown is part of Java since 21. */
    private static String kind(Thread thread) {
        return thread.toString().startsWith("VirtualThread") ? "virtual" : "platform";
    }

    private record WatchedLines() implements LineFactory {

        @Override
        public boolean virtualThreads() {
            return true;
        }

        @Override
        public Line open() throws LineException {
            Line line = Lines.of("simulator://threads", SerialSettings.DEFAULT).open();
            return new Line() {
                @Override
                public int read(byte[] buffer) throws IOException {
                    READER.set(Thread.currentThread());
                    return line.read(buffer);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
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
