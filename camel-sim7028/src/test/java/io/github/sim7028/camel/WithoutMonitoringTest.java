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

import io.github.sim7028.kit.TcpPeer;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The component works where the optional libraries of meters and spans are not on the class path. */
@Timeout(60)
class WithoutMonitoringTest {

    @Test
    void aRouteSendsAndReceivesAndStops() throws Exception {
        ClassLoader bare = new Without("io.micrometer.", "org.apache.camel.telemetry.");
        Thread current = Thread.currentThread();
        ClassLoader usual = current.getContextClassLoader();
        current.setContextClassLoader(bare);
        try {
            Object route = bare.loadClass(SmallRoute.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(route.getClass()).isNotSameAs(SmallRoute.class);

            assertThat(((Callable<?>) route).call()).isEqualTo("default sent 5 bytes");
        } finally {
            current.setContextClassLoader(usual);
        }
    }

    /** What the test runs without the libraries. */
    public static final class SmallRoute implements Callable<String> {

        @Override
        public String call() throws Exception {
            try (TcpPeer peer = new TcpPeer();
                    DefaultCamelContext context = new DefaultCamelContext()) {
                context.setApplicationContextClassLoader(getClass().getClassLoader());
                Sim7028Component component = new Sim7028Component(context);
                component.getConfiguration().setDevice("simulator://" + UUID.randomUUID());
                context.addComponent("sim7028", component);
                // as introspection does
                assertThat(Sim7028Component.class.getMethods()).isNotEmpty();
                String uri = "sim7028:tcp:127.0.0.1:" + peer.port();
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:out").to(uri);
                    }
                });
                context.start();
                context.createProducerTemplate().sendBody("direct:out", "HELLO");
                var modem = component.modemSnapshots().get(0);
                return modem.modem() + " sent " + modem.counters().bytesOut() + " bytes";
            }
        }
    }

    /** Defines this project's classes anew and hides libraries from them. */
    private static final class Without extends ClassLoader {

        private final String[] hidden;

        Without(String... hidden) {
            super(WithoutMonitoringTest.class.getClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (Stream.of(hidden).anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.github.sim7028.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
