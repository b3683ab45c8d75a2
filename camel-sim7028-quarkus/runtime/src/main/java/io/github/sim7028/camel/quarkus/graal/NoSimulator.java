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
package io.github.sim7028.camel.quarkus.graal;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;

/** Without the simulator, {@code simulator://} says what is missing, as in the JVM. */
@TargetClass(className = "io.github.sim7028.line.SimulatorDevice", onlyWith = Absent.Simulator.class)
final class NoSimulator {

    @Alias
    private native String missing();

    @Substitute
    public Line open() throws LineException {
        throw new LineException(missing());
    }

    @Substitute
    public void verify() {
        throw new IllegalArgumentException("device: " + missing());
    }
}
