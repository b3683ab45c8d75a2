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
package io.github.sim7028.simulator;

import io.github.sim7028.simulator.at.AtLine;
import io.github.sim7028.simulator.at.AtSyntaxException;
import io.github.sim7028.simulator.control.ModemControl;
import io.github.sim7028.simulator.control.VirtualTimeline;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.Durations;
import io.github.sim7028.simulator.scenario.Scenario;
import io.github.sim7028.testfuzz.FuzzInput;
import io.github.sim7028.testfuzz.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Text that people and hosts give the simulator (command lines, faults, scenarios, times) is taken or refused with a reason. */
public class SimulatorTextFuzzTest {

    @TestFactory
    Stream<DynamicTest> holdsForEachSeed() throws IOException {
        return Seeds.tests(SimulatorTextFuzzTest.class, SimulatorTextFuzzTest::fuzzerTestOneInput);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int kind = input.below(4);
        String text = new String(input.rest(), StandardCharsets.UTF_8);
        try {
            switch (kind) {
                case 0 -> AtLine.parse(text);
                case 1 -> Fault.parseAll(text);
                case 2 -> Scenario.parse("fuzzed.yaml", text, new ModemControl(List.of(), new VirtualTimeline(), 7));
                default -> Durations.parse(text);
            }
        } catch (AtSyntaxException e) {
            // refused
        } catch (IllegalArgumentException e) {
            if (e.getClass() != IllegalArgumentException.class || e.getMessage() == null) {
                throw e;
            }
        }
    }
}
