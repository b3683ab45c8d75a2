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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.VirtualModem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One modem serves a class and the classes in it, and is closed behind the last. */
class VirtualModemExtensionTest {

    private static VirtualModem last;

    @RegisterExtension
    static VirtualModemExtension sim = VirtualModemExtension.with(modem -> modem.name("of-nested-classes"));

    private static void same(VirtualModem modem) {
        assertThat(last == null || last == modem).as("one modem").isTrue();
        assertThat(VirtualModem.named("of-nested-classes")).containsSame(modem);
        last = modem;
    }

    @Test
    void theClassHasOne(VirtualModem modem) {
        same(modem);
    }

    @Nested
    class Inner {

        @Test
        void aNestedClassHasTheSame(VirtualModem modem) {
            same(modem);
        }

        @Nested
        class Innermost {
            @Test
            void andTheClassInThat(VirtualModem modem) {
                same(modem);
                assertThat(sim.modem()).isSameAs(modem);
            }
        }
    }

    @Nested
    class Another {
        @Test
        void andTheNextNestedClass(VirtualModem modem) {
            same(modem);
        }
    }

    @AfterAll
    static void itStillRunsBehindTheNestedClasses() {
        assertThat(VirtualModem.named("of-nested-classes")).containsSame(last);
    }
}
