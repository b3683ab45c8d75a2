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
package io.github.sim7028.camel.management;

import java.util.Hashtable;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.ManagementStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An MBean beside the context's other services, as {@code type=services,name="sim7028-modem-roof"}. */
final class ServiceBean {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceBean.class);

    private final Component component;
    private final String name;
    private ObjectName registered;

    ServiceBean(Component component, String name) {
        this.component = component;
        this.name = name;
    }

    void register(Object bean) {
        ManagementAgent agent = agent();
        if (agent != null) {
            try {
                ObjectName wanted = objectName();
                agent.register(bean, wanted);
                registered = wanted;
            } catch (JMException | RuntimeException e) {
                LOG.warn("{} cannot be registered with JMX: {}", name, e.toString());
            }
        }
    }

    void unregister() {
        ManagementAgent agent = agent();
        if (agent != null && registered != null) {
            try {
                agent.unregister(registered);
            } catch (JMException | RuntimeException e) {
                LOG.debug("The MBean {} could not be removed", name, e);
            }
        }
        registered = null;
    }

    private CamelContext context() {
        return component.getCamelContext();
    }

    /** Null where nothing is managed. */
    private ManagementAgent agent() {
        ManagementStrategy strategy = context().getManagementStrategy();
        return strategy == null ? null : strategy.getManagementAgent();
    }

    private ObjectName objectName() throws JMException {
        ObjectName ours = context()
                .getManagementStrategy()
                .getManagementObjectNameStrategy()
                .getObjectNameForComponent(component, "sim7028");
        Hashtable<String, String> keys = new Hashtable<>(ours.getKeyPropertyList());
        keys.put("type", "services");
        keys.put("name", ObjectName.quote(name));
        return new ObjectName(ours.getDomain(), keys);
    }
}
