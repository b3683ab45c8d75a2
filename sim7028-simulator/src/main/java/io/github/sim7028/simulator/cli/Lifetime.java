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
package io.github.sim7028.simulator.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long the program runs: until a signal ends the JVM, which then waits until everything is closed. */
final class Lifetime implements AutoCloseable {

    private static final int STOP_SECONDS = 5;

    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::endWithTheJvm, "sim7028-end");

    Lifetime() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Tells the program to end. */
    void end() {
        end.countDown();
    }

    /** Waits until the program is told to end. */
    void await() throws InterruptedException {
        end.await();
    }

    /** Whether the program is told to end. */
    boolean ended() {
        return end.getCount() == 0;
    }

    private void endWithTheJvm() {
        end();
        try {
            if (!done.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(Lifetime.class.getName())
                        .log(System.Logger.Level.WARNING, "The simulator did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is closed. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending, which is why we are here
        }
    }
}
