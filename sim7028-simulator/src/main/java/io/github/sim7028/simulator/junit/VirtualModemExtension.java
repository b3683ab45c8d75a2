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
package io.github.sim7028.simulator.junit;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A virtual SIM7028 for JUnit 5 tests, as a parameter or through {@link #modem()}.
 *
 * <pre>
 * &#64;RegisterExtension
 * static VirtualModemExtension sim = VirtualModemExtension.with(modem -&gt; modem.links(10));
 *
 * &#64;Test
 * void sends(VirtualModem modem) { … }
 * </pre>
 *
 * <p>In a static field, or with {@code @ExtendWith}, one modem serves the whole class. After each test it is reset as
 * if new; while a host stays plugged in from test to test only its faults are cleared. In an instance field each test
 * has its own modem. In both cases it is closed at the end.
 */
public final class VirtualModemExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private final UnaryOperator<VirtualModemBuilder> setup;
    /** In how many classes, each nested in the one before, the tests are; 0 for a modem of each test. */
    private int classes;

    private VirtualModem modem;

    /** A modem with the defaults. */
    public VirtualModemExtension() {
        this(builder -> builder);
    }

    private VirtualModemExtension(UnaryOperator<VirtualModemBuilder> setup) {
        this.setup = Objects.requireNonNull(setup);
    }

    /** A modem with these settings. */
    public static VirtualModemExtension with(UnaryOperator<VirtualModemBuilder> setup) {
        return new VirtualModemExtension(setup);
    }

    /** The modem; only while a test runs. */
    public VirtualModem modem() {
        if (modem == null) {
            throw new IllegalStateException("The virtual modem runs only during tests");
        }
        return modem;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // a nested class has the extension of the class around it
        if (classes++ == 0) {
            start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (modem == null) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (classes == 0) {
            stop();
        } else if (modem.hasHost()) {
            modem.faults().clear();
            modem.setMute(false);
        } else {
            modem.reset();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            stop();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == VirtualModem.class;
    }

    @Override
    public VirtualModem resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return modem();
    }

    private void start() {
        modem = setup.apply(VirtualModem.builder()).start();
    }

    private void stop() {
        if (modem != null) {
            modem.close();
            modem = null;
        }
    }
}
