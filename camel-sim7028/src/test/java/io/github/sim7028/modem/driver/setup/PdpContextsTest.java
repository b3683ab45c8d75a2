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
package io.github.sim7028.modem.driver.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.command.DiagnosticCommands.Activation;
import io.github.sim7028.at.command.DiagnosticCommands.Context;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.NetworkSettings;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PdpContextsTest {

    private static final NetworkSettings IOT = Changed.with(NetworkSettings.DEFAULT, "apn", "iot.example");

    private static Context context(String text) {
        String[] parts = text.split("/", -1);
        return new Context(
                Integer.parseInt(parts[0]), parts[1], parts[2], parts.length > 3 ? List.of(parts[3]) : List.of());
    }

    private static PdpContexts contexts(NetworkSettings network, String... texts) {
        return new PdpContexts(
                network, Arrays.stream(texts).map(PdpContextsTest::context).toList());
    }

    private static List<Activation> active(Integer... numbers) {
        return Arrays.stream(numbers)
                .map(number -> new Activation(number, true))
                .toList();
    }

    @Test
    void theActiveContextIsUsed() {
        assertThat(contexts(IOT, "0/IP/", "2/IP/").choose(active(2))).isEqualTo(2);
        assertThat(contexts(IOT).choose(active(5))).isEqualTo(5);
    }

    @Test
    void ofSeveralActiveContextsTheOneWithTheApnIsUsedOtherwiseTheFirst() {
        assertThat(contexts(IOT, "0/IP/other", "1/IP/iot.example").choose(active(0, 1)))
                .isOne();
        assertThat(contexts(IOT, "0/IP/other", "1/IP/more").choose(active(1, 0)))
                .isZero();
    }

    @Test
    void withoutAnActiveContextItIsContext0IfThereIsOneOtherwiseTheNotes1() {
        assertThat(contexts(IOT, "0/IP/iot.example", "1/IP/").choose(List.of(new Activation(0, false))))
                .isZero();
        assertThat(contexts(IOT, "1/IP/").choose(List.of())).isOne();
        assertThat(contexts(IOT, "2/IP/iot.example").choose(List.of())).isOne();
        assertThat(contexts(IOT).choose(List.of())).isOne();
    }

    @Test
    void aModuleThatDoesNotTellWhatIsActiveShowsItByAnAddress() {
        assertThat(contexts(IOT, "0/IP/", "2/IP/iot.example/10.0.0.2").choose(List.of()))
                .isEqualTo(2);
        assertThat(contexts(IOT, "0/IP/", "2/IP/iot.example/10.0.0.2").choose(List.of(new Activation(2, false))))
                .isZero();
    }

    @Test
    void aContextWithALoopbackAddressIsNotActive() {
        assertThat(contexts(IOT, "0/IP/", "3/IP/iot.example/127.0.0.1").choose(active(3)))
                .isZero();
    }

    @Test
    void theOptionContextIdDecides() {
        NetworkSettings fixed = IOT.with(Changed.with(AttachSettings.DEFAULT, "contextId", 4));
        assertThat(contexts(fixed, "0/IP/iot.example").choose(active(0))).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0/IP/iot.example,                        true",
        "0/IP/IOT.Example,                        true",
        "0/IP/iot.example.mnc001.mcc262.gprs,     true",
        "0/IPV4V6/iot.example,                    true",
        "0/IPV6/iot.example,                      false",
        "0/IP/iot,                                false",
        "0/IP/iot.example.de,                     false",
        "0/IP/,                                   false",
        "1/IP/iot.example,                        false"
    })
    void anApnThatIsThereIsRecognised(String context, boolean fits) {
        assertThat(contexts(IOT, context).fits(0)).isEqualTo(fits);
    }

    @Test
    void ipv6NeedsAContextOfItsOwnTypeOrOfBoth() {
        NetworkSettings ipv6 = Changed.with(IOT, "ipFamily", IpFamily.IPV6);
        assertThat(contexts(ipv6, "0/IP/iot.example").fits(0)).isFalse();
        assertThat(contexts(ipv6, "0/IPV6/iot.example").fits(0)).isTrue();
        assertThat(contexts(ipv6, "0/IPV4V6/iot.example").fits(0)).isTrue();
    }

    @Test
    void anythingFitsWhereNoApnIsWanted() {
        assertThat(contexts(NetworkSettings.DEFAULT).fits(0)).isTrue();
    }
}
