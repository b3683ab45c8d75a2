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
package io.github.sim7028.camel.quarkus.it;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.camel.framing.Framings;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.modem.settings.WakeUp;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Beans that only properties and URIs name. */
public class Beans {

    @Produces
    @Singleton
    @Named("relay")
    PowerCycle relay() {
        return modem -> {};
    }

    @Produces
    @Singleton
    @Named("pulse")
    WakeUp pulse() {
        return modem -> {};
    }

    @Produces
    @Singleton
    @Named("cabinet")
    LineFactory cabinet() {
        return Lines.of("simulator://it-cabinet", SerialSettings.DEFAULT);
    }

    @Produces
    @Singleton
    @Named("garage")
    Sim7028ModemConfiguration garage() {
        Sim7028ModemConfiguration garage = new Sim7028ModemConfiguration();
        garage.setDevice("simulator://it-garage");
        return garage;
    }

    @Produces
    @Singleton
    @Named("exclaiming")
    Framing exclaiming() {
        return Framings.delimiter("!\\n", 1000);
    }
}
