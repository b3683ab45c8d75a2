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
package io.github.sim7028.camel.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.camel.spi.Registry;

/** The registries of meters that Camel's registry has. */
public final class MeterRegistries {

    /** The name under which camel-micrometer looks for the registry, and registers its own. */
    private static final String USUAL_NAME = "metricsRegistry";

    private MeterRegistries() {}

    /** As camel-micrometer chooses, but all of them where that would take none of several. */
    public static Collection<? extends MeterRegistry> in(Registry camel) {
        MeterRegistry named = camel.lookupByNameAndType(USUAL_NAME, MeterRegistry.class);
        if (named != null) {
            return List.of(named);
        }
        Set<CompositeMeterRegistry> composites = camel.findByType(CompositeMeterRegistry.class);
        return composites.isEmpty() ? camel.findByType(MeterRegistry.class) : composites;
    }
}
