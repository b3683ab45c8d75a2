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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

public class JmxRow {

    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private static ObjectName bean(Rig rig, String type, String name) throws Exception {
        return BEANS
                .queryNames(
                        new ObjectName(
                                "org.apache.camel:context=" + rig.context.getManagementName() + ",type=" + type + ",*"),
                        null)
                .stream()
                .filter(bean -> bean.getKeyProperty("name").contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no bean " + type + " " + name));
    }

    @Test
    void modemsComponentAndEndpointsAreBeans() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").routeId("up").to(peer.uri());
                }
            });
            rig.sends("direct:up", "HELLO");
            ObjectName modem = bean(rig, "services", "sim7028-modem-default");
            assertThat(BEANS.getAttribute(modem, "State")).isEqualTo("ready");
            assertThat(BEANS.getAttribute(modem, "Confirmed")).isEqualTo(1L);
            for (MBeanAttributeInfo attribute : BEANS.getMBeanInfo(modem).getAttributes()) {
                assertThat(BEANS.getAttribute(modem, attribute.getName()))
                        .as(attribute.getName())
                        .isNotNull();
            }
            assertThat(BEANS.invoke(modem, "diagnose", new Object[0], new String[0]))
                    .asString()
                    .contains("right - line");
            assertThat(BEANS.invoke(modem, "reconnect", new Object[0], new String[0]))
                    .asString()
                    .startsWith("ready since");

            assertThat((String[]) BEANS.getAttribute(bean(rig, "components", "sim7028"), "ModemStatuses"))
                    .singleElement()
                    .asString()
                    .startsWith("default: ready since");
            ObjectName endpoint = bean(rig, "endpoints", "sim7028:");
            assertThat(BEANS.getAttribute(endpoint, "ModemName")).isEqualTo("default");
            assertThat(BEANS.invoke(endpoint, "diagnoseModem", new Object[0], new String[0]))
                    .asString()
                    .contains("right - SIM");
        }
    }
}
