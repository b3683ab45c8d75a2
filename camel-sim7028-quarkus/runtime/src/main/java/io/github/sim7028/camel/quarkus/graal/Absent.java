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
package io.github.sim7028.camel.quarkus.graal;

import java.util.function.BooleanSupplier;

/** Whether a native image is built without an optional library. Its build resolves each reference of the code it can reach. */
abstract class Absent implements BooleanSupplier {

    private final String type;

    /** @param type a class of the library */
    Absent(String type) {
        this.type = type;
    }

    @Override
    public boolean getAsBoolean() {
        try {
            Class.forName(type, false, Thread.currentThread().getContextClassLoader());
            return false;
        } catch (ClassNotFoundException e) {
            return true;
        }
    }

    static final class Micrometer extends Absent {
        Micrometer() {
            super("io.micrometer.core.instrument.MeterRegistry");
        }
    }

    static final class Simulator extends Absent {
        Simulator() {
            super("io.github.sim7028.simulator.VirtualModem");
        }
    }

    static final class Android extends Absent {
        Android() {
            super("android.app.Application");
        }
    }
}
