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
package io.github.sim7028.modem.driver.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {

    private long now = 5000;
    private final RateLimit limit = new RateLimit(() -> now, 3, 100);

    @Test
    void allowsABurstAndThenOneInEachInterval() {
        assertThat(allowed()).isEqualTo(3);
        now += 99;
        assertThat(allowed()).isZero();
        now += 1;
        assertThat(allowed()).isEqualTo(1);
        now += 250;
        assertThat(allowed()).isEqualTo(2);
        now += 50;
        assertThat(allowed()).isEqualTo(1);
    }

    @Test
    void savesUpNotMoreThanABurst() {
        assertThat(limit.allows()).isTrue();
        now += 1_000_000;
        assertThat(allowed()).isEqualTo(3);
    }

    private int allowed() {
        int allowed = 0;
        while (allowed < 100 && limit.allows()) {
            allowed++;
        }
        return allowed;
    }
}
