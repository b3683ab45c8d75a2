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

import java.util.function.Consumer;

/**
 * Runs code that is not the driver's own: routes, listeners, framing beans, streams, converters, futures of users. Whatever it throws, an
 * {@link Error} included, goes to the message, consumer or line that it concerns, and no further. Such code never runs on a modem's loop; a test run asserts that.
 */
public final class Fence {

    private Fence() {}

    /** Foreign code without a result. */
    @FunctionalInterface
    public interface Action {
        void run() throws Throwable;
    }

    /** Foreign code with a result. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws Throwable;
    }

    /** Runs foreign code; {@code failed} receives what this code throws. Never throws itself. */
    public static void run(Action foreign, Consumer<Throwable> failed) {
        try {
            call(() -> {
                foreign.run();
                return null;
            });
        } catch (ForeignCodeException e) {
            failed.accept(e.getCause());
        }
    }

    /**
     * Runs foreign code and returns its result.
     *
     * @throws ForeignCodeException with whatever the code threw as its cause
     */
    public static <T> T call(Call<T> foreign) throws ForeignCodeException {
        assert !SerialLoop.isOnAny() : "foreign code runs on a modem's loop";
        try {
            return foreign.run();
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new ForeignCodeException(e);
        }
    }
}
