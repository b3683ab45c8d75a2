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

import java.util.function.Supplier;
import org.apache.camel.Component;
import org.apache.camel.health.HealthCheck;

/** Shows a group of modems to operators, by health check and MBean, as long as the group is in use. */
public final class GroupMonitor {

    private final Component component;
    private final Supplier<GroupReport> reports;
    private final GroupHealthCheck health;
    private final ServiceBean bean;

    public GroupMonitor(Component component, String name, Supplier<GroupReport> reports, Supplier<DownLimit> limit) {
        this.component = component;
        this.reports = reports;
        health = GroupHealthCheck.ofGroup(name, reports, limit);
        bean = new ServiceBean(component, GroupHealthCheck.id(name));
    }

    /** Among the component's {@link ModemHealthRepository}. */
    public HealthCheck health() {
        return health;
    }

    public GroupReport report() {
        return reports.get();
    }

    public void open() {
        health.setCamelContext(component.getCamelContext());
        bean.register(new ManagedGroup(reports));
    }

    public void close() {
        bean.unregister();
    }
}
