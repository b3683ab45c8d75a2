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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the meters of a component's modems to a registry that is not in Camel's registry. A {@link MeterRegistry} in Camel's registry
 * needs no binder, unless the component has {@code metricsEnabled=false}.
 *
 * <p>Requires Micrometer on the class path. The meters of a modem are in the registry as long as the modem is in use. A registry
 * may be bound at any time, before the component starts too.
 */
public final class Sim7028Metrics implements MeterBinder {

    private final Sim7028Component component;

    public Sim7028Metrics(Sim7028Component component) {
        this.component = component;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        component.bindMeters(registry);
    }
}
