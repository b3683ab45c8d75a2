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
package io.github.sim7028.at.datamode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Since when the line has been silent, where it may still be busy with what was written. */
class GuardTimeTest {

    private final GuardTime silence = new GuardTime();

    @Test
    void countsFromTheEndOfAWrite() {
        silence.broken(1, 5000, 5040);
        assertThat(silence.since()).isEqualTo(5040);
        silence.restart(6000);
        assertThat(silence.since()).isEqualTo(6000);
    }

    @Test
    void countsTheTimeThatTheLineNeedsForTheBytes() {
        silence.broken(1152, 5000, 5001);
        assertThat(silence.since()).isEqualTo(5100);
        silence.restart(5050);
        assertThat(silence.since()).as("what was written is still on its way").isEqualTo(5100);
    }

    @Test
    void knowsTheRateOfTheLine() {
        silence.rate(9600);
        silence.broken(96, 5000, 5001);
        assertThat(silence.since()).isEqualTo(5100);
    }

    /** A write that begins while the line is busy waits for the one before. */
    @Test
    void addsUpWhatIsWrittenAtOnce() {
        silence.broken(1152, 5000, 5001);
        silence.broken(1152, 5002, 5003);
        assertThat(silence.since()).isEqualTo(5200);
        silence.broken(1152, 6000, 6001);
        assertThat(silence.since()).isEqualTo(6100);
    }

    /** A line that is slower than its rate holds writes back: its buffers are never far behind. */
    @Test
    void reckonsWithNoBufferOfAnySize() {
        silence.broken(1_152_000, 5000, 5200);
        assertThat(silence.since()).isEqualTo(6700);
    }
}
