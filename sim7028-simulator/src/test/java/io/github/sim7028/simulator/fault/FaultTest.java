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
package io.github.sim7028.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.simulator.model.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    @Test
    void textAndFactoriesMeanTheSame() {
        assertThat(Fault.parse("drop line='+CIPSEND: *' nth=2"))
                .isEqualTo(Fault.drop().onLine("+CIPSEND: *").nth(2));
        assertThat(Fault.parse("delay 3000ms command=CIPOPEN"))
                .isEqualTo(Fault.delay(Duration.ofSeconds(3)).onCommand("CIPOPEN"));
        assertThat(Fault.parse("short 3 nth=1")).isEqualTo(Fault.shortSend(3).nth(1));
        assertThat(Fault.parse("reboot loud every=1m"))
                .isEqualTo(Fault.reboot(true).every(Duration.ofMinutes(1)));
        assertThat(Fault.parse("networkloss quiet at=5s"))
                .isEqualTo(Fault.loseNetwork(false).at(Duration.ofSeconds(5)));
        assertThat(Fault.parse("networkloss silent at=5s"))
                .isEqualTo(Fault.closeNetwork().at(Duration.ofSeconds(5)));
        assertThat(Fault.parse("refuse '+CIPERROR: 8|ERROR' nth=1"))
                .isEqualTo(Fault.refuse("+CIPERROR: 8", "ERROR").nth(1));
        assertThat(Fault.parse("busy 500ms every=1s"))
                .isEqualTo(Fault.busy(Duration.ofMillis(500)).every(Duration.ofSeconds(1)));
        assertThat(Fault.parse("deadcontext 10 command=CIPOPEN"))
                .isEqualTo(Fault.deadContext(ErrorCode.TIMEOUT).onCommand("CIPOPEN"));
        assertThat(Fault.parse("repeat 2000ms line='+CIPSEND: *'"))
                .isEqualTo(Fault.repeat(Duration.ofSeconds(2)).onLine("+CIPSEND: *"));
        assertThat(Fault.parse("sleep 3 at=1s")).isEqualTo(Fault.sleep(3).at(Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay 500ms line='+CIPSEND: *' nth=2 times=3 p=0.5",
                "replace '+CIPOPEN: 0,5|ERROR' command='CIPOPEN=0,*'",
                "reboot silent command=CIPSEND nth=3",
                "noise 5 line=* p=0.01",
                "before '+CUSD: 0,\"a>b\"' line=>",
                "hangup at=5s",
                "refuse ERROR command=CIPSEND",
                "repeat 2s line='+CIPSEND: *'",
                "deadcontext line=OK"
            })
    void aFaultReadsWhatItWrites(String text) {
        Fault fault = Fault.parse(text);
        assertThat(Fault.parse(fault.toString())).isEqualTo(fault);
    }

    @Test
    void severalStandBetweenSemicolons() {
        assertThat(Fault.parseAll("drop line=OK; ; before 'a;b' line=OK")).hasSize(2);
        assertThat(Fault.parseAll("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explode",
                "drop line=OK often=1",
                "delay line=OK",
                "delay soon line=OK",
                "cut line=OK",
                "reboot gently",
                "drop at=1s",
                "ignore line=OK",
                "refuse ERROR line=OK",
                "repeat 2s command=CSQ",
                "busy",
                "deadcontext 2",
                "sleep long",
                "drop line='OK",
                "drop line=OK p=2",
                "drop line=OK nth=x"
            })
    void nonsenseIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> Fault.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text.contains("'OK") ? "quote" : text);
    }

    @Test
    void theSameSeedMeetsTheSameFaults() {
        assertThat(thousandLines(7)).isEqualTo(thousandLines(7)).isNotEqualTo(thousandLines(8));
    }

    private static List<Integer> thousandLines(long seed) {
        Faults faults = new Faults(seed, timed -> {}).add("drop line=* p=0.1; noise 3 line=A* p=0.2");
        List<Integer> fired = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            fired.add(faults.onLine(i % 2 == 0 ? "A" : "B").size());
        }
        fired.add((int) faults.noise(1)[0]);
        return fired;
    }

    @Test
    void occurrencesAreCountedPerFault() {
        Faults faults = new Faults(0, timed -> {}).add("drop line=A nth=2; drop line=B times=2");
        assertThat(faults.onLine("A")).isEmpty();
        assertThat(faults.onLine("A")).hasSize(1);
        assertThat(faults.onLine("A")).isEmpty();
        assertThat(faults.onLine("B")).hasSize(1);
        assertThat(faults.onLine("B")).hasSize(1);
        assertThat(faults.onLine("B")).isEmpty();
        assertThat(faults.fired()).hasSize(3);
    }

    @Test
    void commandsMatchByNameOrText() {
        Faults faults = new Faults(0, timed -> {}).add("drop command=CIPOPEN; drop command='AT+CIPOPEN=0,*'");
        assertThat(faults.onCommand("+CIPOPEN", "+CIPOPEN=0,\"TCP\"")).hasSize(2);
        assertThat(faults.onCommand("+CIPOPEN", "+CIPOPEN=1,\"TCP\"")).hasSize(1);
        assertThat(faults.onLine("+CIPOPEN")).isEmpty();
    }
}
