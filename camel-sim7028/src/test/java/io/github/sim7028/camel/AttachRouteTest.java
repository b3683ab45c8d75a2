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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.NetworkAddress;
import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.Settings.Authentication;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module is told before it attaches, as options of a modem: access point, its user, bands. */
@Timeout(60)
class AttachRouteTest {

    private static final String USER = "meter7";
    private static final String PASSWORD = "0pen;Sesame";

    @TempDir
    private Path temp;

    private static void options(RouteRig rig) {
        rig.settings.setApn("iot.example");
        rig.settings.setBands("8, 20,28");
        rig.settings.setApnAuthentication(ApnAuthentication.CHAP);
        rig.settings.setApnUser(USER);
        rig.settings.setApnPassword(PASSWORD);
    }

    private static List<String> writing(List<String> commands) {
        return commands.stream()
                .filter(command -> command.matches("AT\\+(?:CFUN|CGDCONT|QCBAND|CGAUTH)=[0-9].*"))
                .toList();
    }

    @Test
    void theModuleIsToldOnceWithTheRadioOff() throws Exception {
        try (RouteRig rig = new RouteRig()) {
            options(rig);
            rig.start();
            List<String> told = writing(rig.virtual.commands());
            assertThat(told).hasSize(5).first().isEqualTo("AT+CFUN=0");
            assertThat(told.get(4)).isEqualTo("AT+CFUN=1");
            assertThat(rig.virtual.settings().bands).containsExactly(8, 20, 28);
            assertThat(rig.virtual.settings().authentications.values())
                    .containsExactly(new Authentication(2, USER, PASSWORD));
            assertThat(rig.virtual.settings().contexts.values())
                    .anyMatch(context -> context.apn().equals("iot.example"));

            int before = rig.virtual.commands().size();
            rig.operate("reconnect");
            rig.awaitReady();
            List<String> again = rig.virtual.commands();
            // the simulator does not tell the password, so that it is set once more, and the radio stays on
            assertThat(writing(again.subList(before, again.size())))
                    .singleElement()
                    .asString()
                    .startsWith("AT+CGAUTH=");
        }
    }

    /** The APN that the network wants, in whatever context, and the address wherever it stands. */
    @ParameterizedTest
    @ValueSource(strings = {"", "context-one", "ipaddr-empty", "ipaddr-empty,context-one", "profile-zero", "note"})
    void aNetworkThatWantsItsApnOpensAndTheAddressIsKnown(String dialect) throws Exception {
        UnaryOperator<VirtualModemBuilder> modem =
                builder -> builder.requiredApn("iot.example").registrationDelay(Duration.ofMillis(300));
        try (RouteRig rig = new RouteRig(builder -> modem.apply(builder).dialect(dialect))) {
            rig.settings.setApn("iot.example");
            rig.start();
            assertThat(rig.operate("ipAddress")
                            .getMessage()
                            .getBody(NetworkAddress.class)
                            .address())
                    .isEqualTo("10.84.17.161");
            int context = dialect.endsWith("context-one") || dialect.equals("note") ? 1 : 0;
            assertThat(writing(rig.virtual.commands()))
                    .containsExactly("AT+CFUN=0", "AT+CGDCONT=" + context + ",\"IP\",\"iot.example\"", "AT+CFUN=1");
        }
    }

    @Test
    void theUserIsNeitherRecordedNorShown() throws Exception {
        Path transcript = temp.resolve("transcript.txt");
        try (RouteRig rig = new RouteRig()) {
            options(rig);
            rig.settings.setTranscriptFile(transcript.toString());
            rig.start();
            rig.operate("reconnect");
            rig.awaitReady();
            String report = rig.operate("status")
                    .getMessage()
                    .getBody(ModemReport.class)
                    .toString();
            String diagnosis =
                    String.valueOf(rig.operate("diagnose").getMessage().getBody());
            assertThat(report + diagnosis + managed() + rig.settings + rig.settings.profile("x"))
                    .doesNotContain(USER, "0pen", "Sesame");
        }
        assertThat(Files.readString(transcript)).contains("AT+CGAUTH=").doesNotContain(USER, "0pen", "Sesame");
    }

    /** All that is shown over JMX. */
    private static String managed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Set<ObjectName> names = server.queryNames(new ObjectName("org.apache.camel:*"), null);
        StringBuilder shown = new StringBuilder();
        for (ObjectName name : names) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    shown.append(server.getAttribute(name, attribute.getName())).append('\n');
                } catch (Exception e) {
                    // an attribute without a value
                    shown.append(e).append('\n');
                }
            }
        }
        return shown.toString();
    }
}
