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
package io.github.sim7028.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** What works when a library that only one kind of line needs is not there. */
class OptionalLibrariesTest {

    @Test
    void saysWhatToAddWhenTheSimulatorIsNotOnTheClassPath() throws Exception {
        Object device = device(new Without("io.github.sim7028.simulator."), "simulator://roof?links=10");

        assertThatThrownBy(() -> open(device))
                .hasToString(LineException.class.getName() + ": simulator://roof needs sim7028-simulator on the"
                        + " class path: add io.github.sim7028:sim7028-simulator, or in Apache Karaf run"
                        + " feature:install sim7028-simulator");
    }

    @Test
    void saysWhatToAddWhenTheSerialLibraryIsNotOnTheClassPath() throws Exception {
        Object device = device(new Without("com.fazecast."), "/dev/null");
        String missing =
                "/dev/null needs jSerialComm on the class path: add com.fazecast:jSerialComm, or in Apache Karaf"
                        + " run feature:install camel-sim7028-serial";

        assertThatThrownBy(() -> call(device, "verify"))
                .hasToString(IllegalArgumentException.class.getName() + ": device: " + missing);
        assertThatThrownBy(() -> open(device)).hasToString(LineException.class.getName() + ": " + missing);
    }

    @Test
    void opensASocketWithoutTheSimulatorAndTheSerialLibrary() throws Exception {
        ClassLoader bare = new Without("io.github.sim7028.simulator.", "com.fazecast.");

        // nothing listens on port 1
        assertThatThrownBy(() -> open(device(bare, "socket://127.0.0.1:1"))).hasMessageContaining("refused");
        assertThatThrownBy(() -> open(device(bare, "rfc2217://127.0.0.1:1"))).hasMessageContaining("refused");
    }

    private static Object device(ClassLoader loader, String device) throws Exception {
        Class<?> settings = loader.loadClass(SerialSettings.class.getName());
        Method of = loader.loadClass(Lines.class.getName()).getMethod("of", String.class, settings);
        Object factory = of.invoke(null, device, settings.getField("DEFAULT").get(null));
        assertThat(factory.getClass().getClassLoader()).isSameAs(loader);
        return factory;
    }

    private static void open(Object factory) throws Throwable {
        call(factory, "open");
    }

    private static void call(Object factory, String method) throws Throwable {
        Class<?> type = factory.getClass().getClassLoader().loadClass(LineFactory.class.getName());
        try {
            type.getMethod(method).invoke(factory);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Defines this package anew and hides others. */
    private static final class Without extends ClassLoader {

        private final String[] hidden;

        Without(String... hidden) {
            super(OptionalLibrariesTest.class.getClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            for (String prefix : hidden) {
                if (name.startsWith(prefix)) {
                    throw new ClassNotFoundException(name);
                }
            }
            if (!name.startsWith(Line.class.getPackageName() + ".")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
