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
package io.github.sim7028.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class QuickstartTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @AfterEach
    void forgetSettings() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("sim7028."))
                .forEach(System::clearProperty);
    }

    @Test
    void showsMessagesGoingUpAndDownAndBothEndsAgreeing() throws Exception {
        System.setProperty("sim7028.messages", "3");
        assertThat(Quickstart.run(new PrintStream(output)))
                .as(output.toString())
                .isZero();
        assertThat(output.toString())
                .contains("TCP up ", "TCP down ", "UDP up ", "UDP down ", "thanks for reading=3")
                .contains(shown());
    }

    /** The lines that the README shows. */
    private static String[] shown() throws IOException {
        var block =
                Pattern.compile("```text\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1).lines().toArray(String[]::new);
    }

    @Test
    @ExpectedLog("^Modem 'default' is down: /dev/sim7028-that-does-not-exist does not exist")
    @ExpectedLog(
            value = "^Error starting CamelContext \\(quickstart\\) .* is not ready: ",
            level = Level.ERROR,
            stack = true)
    void saysWhyAModemDidNotComeUp() throws Exception {
        System.setProperty("sim7028.device", "/dev/sim7028-that-does-not-exist");
        System.setProperty("sim7028.tcp", "127.0.0.1:9");
        System.setProperty("sim7028.patience", "1s");
        assertThat(Quickstart.run(new PrintStream(output))).isEqualTo(1);
        assertThat(output.toString())
                .contains("Waiting until the modem is ready, 1s at most", "The modem did not come up")
                .contains("/dev/sim7028-that-does-not-exist does not exist");
    }

    @Test
    void saysWhatARealModemNeedsBesides() throws Exception {
        System.setProperty("sim7028.device", "/dev/ttyUSB2");
        assertThat(Quickstart.run(new PrintStream(output))).isEqualTo(2);
        assertThat(output.toString()).contains("-Dsim7028.tcp=HOST:PORT");
    }

    @Test
    void aMistypedSettingIsNotIgnored() throws Exception {
        System.setProperty("sim7028.divice", "/dev/ttyUSB2");
        assertThat(Quickstart.run(new PrintStream(output))).isEqualTo(2);
        assertThat(output.toString())
                .contains("-Dsim7028.divice is not a setting of this program")
                .contains("There are -Dsim7028.device, -Dsim7028.apn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten", "0", "-1", "10001", "99999999999"})
    void theNumberOfMessagesMustBeOne(String value) throws Exception {
        System.setProperty("sim7028.messages", value);
        assertThat(Quickstart.run(new PrintStream(output))).isEqualTo(2);
        assertThat(output.toString()).contains("-Dsim7028.messages=" + value + " is not a number from 1 to 10000.");
    }
}
