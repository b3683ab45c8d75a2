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
package io.github.sim7028.at.spi;

import java.util.concurrent.Executor;

/** Where a dialogue and everything above it lives: tasks run one at a time, in order, so its state needs no locks. */
public interface Loop extends Executor {

    /** How late a task of {@link #after} may come and still be trusted, in milliseconds. */
    long LATE_MILLIS = 500;

    /** How long the reading of what came meanwhile may take, in milliseconds. */
    long GRACE_MILLIS = 1000;

    /**
     * Runs a task on this loop after a while, unless it is cancelled first. A task that comes more than {@link #LATE_MILLIS} late, as after
     * a pause of the JVM or of its host, waits once more, for {@link #GRACE_MILLIS}: what has come over the line meanwhile is read before
     * it.
     */
    Timer after(long millis, Runnable task);

    /** Whether the current thread is on this loop. */
    boolean inLoop();

    /** Asserts, where assertions are enabled, that the current thread is on this loop. */
    default void requireHere() {
        assert inLoop() : "not on the modem's loop";
    }

    /** Milliseconds on a clock that never jumps. */
    long now();

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Cancels it; on the loop itself this is certain: it will not run any more. */
        void cancel();
    }
}
