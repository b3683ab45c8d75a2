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

import io.github.sim7028.camel.uri.ModemTarget;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;

/** {@code sim7028:modem[:NAME]}: queries and controls a modem, or consumes its events. */
final class ModemEndpoint extends Sim7028Endpoint {

    private final String name;

    ModemEndpoint(String uri, Sim7028Component component, ModemTarget target) {
        super(uri, component, target);
        this.name = target.name();
    }

    @Override
    public Producer createProducer() {
        return new OperationProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        EventConsumer consumer = new EventConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** The name in the path is the option {@code modem} in another place. */
    @Override
    void checkTarget() {
        String option = getConfiguration().getModem();
        if (name == null || name.equals(option)) {
            return;
        }
        if (!option.equals(Sim7028Configuration.DEFAULT_MODEM)) {
            throw new IllegalArgumentException("modem: '" + option + "' is not '" + name
                    + "', the name in the path; set the name in one place only");
        }
        getConfiguration().setModem(name);
    }

    @Override
    public String getServiceUrl() {
        return ModemTarget.KIND + ":" + getConfiguration().getModem();
    }
}
