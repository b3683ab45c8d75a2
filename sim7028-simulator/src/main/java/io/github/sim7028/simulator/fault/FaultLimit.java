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

/**
 * How often a fault happens.
 *
 * @param nth the first occurrence that counts, from 1
 * @param times how often it happens, 0 for always
 * @param probability of happening, each time it could
 */
public record FaultLimit(int nth, int times, double probability) {

    /** Each time. */
    static final FaultLimit NONE = new FaultLimit(1, 0, 1);

    /** Checks the ranges. */
    public FaultLimit {
        if (nth < 1 || times < 0 || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("A fault needs nth >= 1, times >= 0 and p from 0 to 1");
        }
    }

    FaultLimit nth(int number) {
        return new FaultLimit(number, 1, probability);
    }

    FaultLimit times(int number) {
        return new FaultLimit(nth, number, probability);
    }

    FaultLimit probability(double p) {
        return new FaultLimit(nth, times, p);
    }
}
