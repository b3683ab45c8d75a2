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
package io.github.sim7028.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

    private final AccessRules rules = new AccessRules(new ConsoleSettings(true, "/sim7028", false, false, Set.of()));

    private static ConsoleRequest from(String peer, Map<String, String> headers) {
        return new ConsoleRequest("GET", "/", name -> null, headers::get, peer);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,localhost:8080,true",
        "127.0.0.1,127.0.0.1,true",
        "::1,[::1]:8080,true",
        "0:0:0:0:0:0:0:1%0,LOCALHOST,true",
        "192.0.2.7,localhost:8080,false",
        "2001:db8::7,[::1]:8080,false",
        // a name of another site that leads to this machine
        "127.0.0.1,attacker.example:8080,false",
        "127.0.0.1,127.0.0.1.attacker.example,false",
        "127.0.0.1,localhost.attacker.example,false",
        "127.0.0.1,,false",
        ",localhost,false",
        "localhost,localhost,false",
    })
    void answersThisMachineByItsOwnNames(String peer, String host, boolean answered) {
        Map<String, String> headers = host == null ? Map.of() : Map.of("Host", host);
        assertThat(rules.refusal(from(peer, headers)) == null).isEqualTo(answered);
    }

    @ParameterizedTest
    @CsvSource({"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"})
    void takesWhatPassedAProxyForRemote(String header) {
        assertThat(rules.refusal(from("127.0.0.1", Map.of("Host", "localhost", header, "127.0.0.1"))))
                .contains("allow-remote");
    }

    /** A page of another site may have a name that leads to the web server, also to one that other machines reach. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:8080,true",
        "[2001:db8::1]:8080,true",
        "localhost,true",
        "Modems.Example.com,true",
        "modems.example.com:8443,true",
        "attacker.example,false",
        "modems.example.com.attacker.example,false",
        "modems.example.com@attacker.example,false",
        "192.0.2.1.attacker.example,false",
        "modems.example.com:8443:1,false",
    })
    void isOpenedFromElsewhereByNamesThatAreKnown(String host, boolean answered) {
        AccessRules open =
                new AccessRules(new ConsoleSettings(true, "/sim7028", true, true, Set.of("modems.example.com")));
        assertThat(open.refusal(from("192.0.2.7", Map.of("Host", host))) == null)
                .isEqualTo(answered);
        assertThat(open.actionRefusal(
                                from("192.0.2.7", Map.of("Origin", "https://" + host, "X-Sim7028-Token", open.token())))
                        == null)
                .isEqualTo(answered);
    }

    @Test
    void takesNoActionFromAPageWithoutAnOrigin() {
        AccessRules open = new AccessRules(new ConsoleSettings(true, "/sim7028", true, false, Set.of()));
        assertThat(open.actionRefusal(from("127.0.0.1", Map.of("Origin", "null", "X-Sim7028-Token", open.token()))))
                .isNotNull();
    }

    @Test
    void hasAnotherTokenInEachRun() {
        AccessRules next = new AccessRules(new ConsoleSettings(true, "/sim7028", true, false, Set.of()));
        assertThat(next.token()).hasSize(32).isNotEqualTo(rules.token());
        assertThat(next.actionRefusal(from("127.0.0.1", Map.of("X-Sim7028-Token", rules.token()))))
                .contains("Load the page again");
    }
}
