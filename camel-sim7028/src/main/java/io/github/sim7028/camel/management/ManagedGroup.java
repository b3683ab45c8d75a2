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
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;

/** The MBean of a group of modems; public because JMX requires that. */
@ManagedResource(description = "A group of SIM7028 modems")
public final class ManagedGroup {

    private final Supplier<GroupReport> reports;

    ManagedGroup(Supplier<GroupReport> reports) {
        this.reports = reports;
    }

    @ManagedAttribute(description = "Name of the group")
    public String getName() {
        return reports.get().group();
    }

    @ManagedAttribute(description = "Number of modems that the group has now")
    public int getTotal() {
        return reports.get().total();
    }

    @ManagedAttribute(description = "Number of modems that are up")
    public int getUp() {
        return reports.get().up();
    }

    @ManagedAttribute(description = "Number of modems that are down")
    public int getDown() {
        return reports.get().down();
    }

    @ManagedAttribute(description = "The first modems that are down, each with the reason")
    public String[] getFirstDown() {
        return reports.get().firstDown().toArray(String[]::new);
    }
}
