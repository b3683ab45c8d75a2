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

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LogThrottleTest {

    private static final long MINUTE = 60_000;

    private final Lines log = new Lines();
    private long now = 5;
    private final LogThrottle throttle = new LogThrottle(() -> now);

    @Test
    void theFirstIsSaidAtOnce() {
        happens();
        assertThat(log.lines).containsExactly("a client is refused");
    }

    @Test
    void aFloodIsCountedAndTold() {
        for (int i = 0; i < 1000; i++) {
            happens();
        }
        now += MINUTE;
        happens();
        assertThat(log.lines).containsExactly("a client is refused", "a client is refused (999 more in 60 s)");
    }

    @Test
    void itTellsWhetherItHasLogged() {
        assertThat(happens()).isTrue();
        assertThat(happens()).isFalse();
        now += MINUTE;
        assertThat(happens()).isTrue();
    }

    @Test
    void theIntervalsGrowSoThatADayHasFewLines() {
        for (int second = 0; second < 24 * 3600; second++) {
            happens();
            now += 1000;
        }
        assertThat(log.lines).hasSizeBetween(20, 35);
    }

    @Test
    void whatHasNotHappenedForLongIsNew() {
        happens();
        now += 5 * MINUTE;
        happens();
        now += 1000;
        happens();
        now += MINUTE;
        happens();
        assertThat(log.lines)
                .containsExactly("a client is refused", "a client is refused", "a client is refused (1 more in 61 s)");
    }

    @Test
    void twiceTheIntervalIsLong() {
        happens();
        happens();
        now += 2 * MINUTE - 1;
        happens();
        assertThat(log.lines).endsWith("a client is refused (1 more in 119 s)");
        now += 4 * MINUTE;
        happens();
        now += MINUTE;
        happens();
        assertThat(log.lines).hasSize(4).endsWith("a client is refused", "a client is refused");
    }

    private boolean happens() {
        return throttle.log(log, Level.WARN, "a {} is refused", "client");
    }

    /** Keeps what is logged. */
    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;
        private final transient List<String> lines = new ArrayList<>();

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return Logger.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
            lines.add(MessageFormatter.arrayFormat(message, arguments).getMessage());
        }
    }
}
