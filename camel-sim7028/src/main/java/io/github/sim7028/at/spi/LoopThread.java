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

/** Which {@link Loop} the current thread is on. */
public final class LoopThread {

    private static final ThreadLocal<Loop> HERE = new ThreadLocal<>();

    private LoopThread() {}

    /** Whether this thread is on a loop, of whichever modem. */
    public static boolean isOnAny() {
        return HERE.get() != null;
    }

    /** Whether this thread is on that loop. */
    public static boolean isOn(Loop loop) {
        return HERE.get() == loop;
    }

    /** Runs a task of a loop on this thread. */
    public static void run(Loop loop, Runnable task) {
        Loop outer = HERE.get();
        HERE.set(loop);
        try {
            task.run();
        } finally {
            HERE.set(outer);
        }
    }
}
