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

import java.time.Duration;
import java.util.Locale;

/**
 * What sets a fault off.
 *
 * @param kind a line, a command or the clock
 * @param pattern of the line or the command; {@code *} stands for anything, a leading {@code +} may be left out
 * @param time for {@link Kind#AT} and {@link Kind#EVERY}
 */
public record FaultTrigger(Kind kind, String pattern, Duration time) {

    /** The kinds of triggers. */
    public enum Kind {
        /** The modem is about to say a line. */
        LINE,
        /** The host gave a command. */
        COMMAND,
        /** Once, some time after the fault was set. */
        AT,
        /** Again and again. */
        EVERY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks that the parts fit. */
    public FaultTrigger {
        boolean timed = kind == Kind.AT || kind == Kind.EVERY;
        if (timed && (time == null || time.isZero() || time.isNegative())) {
            throw new IllegalArgumentException("A timed fault needs a time above 0");
        }
    }

    static FaultTrigger line(String glob) {
        return new FaultTrigger(Kind.LINE, glob, null);
    }

    static FaultTrigger command(String glob) {
        return new FaultTrigger(Kind.COMMAND, glob, null);
    }

    FaultTrigger at(Duration after) {
        return new FaultTrigger(Kind.AT, pattern, after);
    }

    FaultTrigger every(Duration period) {
        return new FaultTrigger(Kind.EVERY, pattern, period);
    }

    /** Whether the clock sets it off. */
    public boolean timed() {
        return kind == Kind.AT || kind == Kind.EVERY;
    }
}
