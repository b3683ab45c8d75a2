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
package io.github.sim7028.fleet.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CsvInventoryTest {

    @TempDir
    Path directory;

    private final CamelContext context = new DefaultCamelContext();
    private Path file;

    @BeforeEach
    void start() {
        file = directory.resolve("modems.csv");
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void eachLineIsAModem() throws Exception {
        Inventory inventory = read(
                """
                name,device,apn,sendTimeout
                # the roof
                roof,socket://10.0.0.1:2001,iot.example,60s

                "cellar","socket://10.0.0.1:2002",,""
                """);

        assertThat(inventory.names()).containsExactly("roof", "cellar");
        assertThat(inventory.has("roof")).isTrue();
        assertThat(inventory.has("attic")).isFalse();
        assertThat(inventory.configuration("roof").getDevice()).isEqualTo("socket://10.0.0.1:2001");
        assertThat(inventory.configuration("roof").getApn()).isEqualTo("iot.example");
        assertThat(inventory.configuration("roof").getSendTimeout()).isEqualTo(60_000);
        assertThat(inventory.configuration("cellar").getApn())
                .as("from the options in common")
                .isEqualTo("common.example");
    }

    @Test
    void placeholdersAreResolved() throws Exception {
        context.getPropertiesComponent().addInitialProperty("pin.roof", "4711");

        Inventory inventory = read("name,device,simPin\nroof,simulator://roof,{{pin.roof}}\n");

        assertThat(inventory.configuration("roof").getSimPin()).isEqualTo("4711");
    }

    @Test
    void anEnvironmentVariableMayHoldASecret() throws Exception {
        String name = System.getenv().entrySet().stream()
                .filter(variable ->
                        variable.getKey().matches("\\w+") && variable.getValue().matches("[\\w/.-]{1,40}"))
                .findFirst()
                .orElseThrow()
                .getKey();

        Inventory inventory = read("name,device,apnAuthentication,apnUser,apnPassword\n"
                + "roof,simulator://roof,pap,{{env:" + name + "}},{{env:" + name + "}}\n");

        assertThat(inventory.configuration("roof").getApnPassword()).isEqualTo(System.getenv(name));
    }

    @Test
    void aFaultIsNamedWithItsLineAndColumn() {
        refused("name,device\nroof,\n", "line 2, column device is empty");
        refused("name,device\n,simulator://a\n", "line 2, column name is empty");
        refused(
                "name,device\ndefault,simulator://a\n",
                "line 2, column name is 'default', which has a meaning of its own");
        refused("device\nsimulator://a\n", "line 1: the column name is missing");
        refused("name,device,colour\n", "line 1, column colour is neither name nor an option of a modem");
        refused("name,device,device\n", "line 1, column device is there twice");
        refused("name,device\nroof\n", "line 2 has 1 fields, the first line has 2");
        refused("name,device\nroof,simulator://a,x\n", "line 2 has 3 fields, the first line has 2");
        refused(
                "name,device\n\n# comment\nroof,simulator://a\nroof,simulator://b\n",
                "line 5, column name is 'roof', as in line 4");
        refused(
                "name,device\nroof,socket://h:1\ncellar,socket://h:1\n",
                "line 3, column device is h:1, which modem 'roof' has already");
        refused(
                "name,device,sendTimeout\nroof,simulator://a,soon\n",
                "line 2, column sendTimeout is 'soon', which is not allowed");
        refused("name,device,contextId\nroof,simulator://a,99\n", "line 2, column contextId: 99");
        refused(
                "name,device,apn\nroof,simulator://a,{{no.such}}\n",
                "line 2, column apn has a placeholder that cannot be resolved: {{no.such}}");
        refused("", "is empty: the first line has the names of the columns");
        refused("name,device\n\"roof,simulator://a\n", "cannot be read");
    }

    @Test
    void aRowBehindAFieldOfSeveralLinesKeepsItsLine() {
        refused("name,device,apn\nroof,simulator://a,\"x\ny\"\ncellar,,\n", "line 2, column apn");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> inventory().read())
                .isInstanceOf(InventoryException.class)
                .hasMessage("the inventory " + file + " does not exist");
    }

    @Test
    void secretsAreNotShown() throws IOException {
        for (String pin : new String[] {"12", "8765x", "87654321x", "{{8765:none}} x"}) {
            write("name,device,simPin\nroof,simulator://a," + pin + "\n");
            assertThatThrownBy(() -> inventory().read())
                    .isInstanceOf(InventoryException.class)
                    .hasMessageContaining("line 2, column simPin")
                    .hasNoCause()
                    // the file's path has digits of its own
                    .extracting(refusal -> refusal.getMessage().replace(file.toString(), ""))
                    .asString()
                    .doesNotContain(pin);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no POSIX permissions there")
    void aFileWhosePinsOthersCanReadIsRefused() throws Exception {
        String pins = "name,device,passcode\nroof,simulator://roof,4711\n";
        write(pins);
        mode("rw-r--r--");
        assertThatThrownBy(() -> inventory().read())
                .isInstanceOf(InventoryException.class)
                .hasMessageContaining("can be read by all users of this machine; run: chmod o-r " + file)
                .extracting(refusal -> refusal.getMessage().replace(file.toString(), ""))
                .asString()
                .doesNotContain("4711");

        mode("rw-r-----");
        assertThat(inventory().read().configuration("roof").getPasscode()).isEqualTo("4711");

        // without a secret in the file itself, everybody may read it
        context.getPropertiesComponent().addInitialProperty("pin", "4711");
        write("name,device,passcode\nroof,simulator://roof,{{pin}}\n");
        mode("rw-r--r--");
        assertThat(inventory().read().has("roof")).isTrue();
    }

    @Test
    void changedModemsAreFound() throws Exception {
        Inventory before = read("name,device,apn\na,simulator://a,x\nb,simulator://b,x\nc,simulator://c,x\n");
        Inventory after = read("name,device,apn\na,simulator://a,y\nc,simulator://c,x\nd,simulator://d,x\n");

        assertThat(before.changedIn(after)).containsExactly("a");
        assertThat(before.changedIn(before)).isEmpty();
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .as(text)
                .isInstanceOf(InventoryException.class)
                .hasMessageStartingWith("the inventory " + file)
                .hasMessageContaining(message);
    }

    private Inventory read(String text) throws IOException, InventoryException {
        write(text);
        return inventory().read();
    }

    private CsvInventory inventory() {
        return new CsvInventory(file, context, () -> {
            Sim7028ModemConfiguration common = new Sim7028ModemConfiguration();
            common.setApn("common.example");
            return common;
        });
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private void mode(String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
