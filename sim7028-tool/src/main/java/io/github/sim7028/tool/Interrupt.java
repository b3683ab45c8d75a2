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
package io.github.sim7028.tool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl+C: lets a command close its line and print its result before the JVM ends. The exit code is then that of the signal, 130 or 143.
 */
public final class Interrupt implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;
    private static final Set<Interrupt> ENDED = ConcurrentHashMap.newKeySet();

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean signalled;

    /** @param end makes the command end; must return soon */
    public Interrupt(Runnable end) {
        hook = new Thread(
                () -> {
                    signalled = true;
                    end.run();
                    awaitDone();
                },
                "sim7028-tool-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the signal has come. */
    public boolean signalled() {
        return signalled;
    }

    private void awaitDone() {
        try {
            if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The command did not end within " + LIMIT_SECONDS + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended; the JVM ends when it has printed its result, see {@link #printed}. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending, and waits
            ENDED.add(this);
        }
    }

    /** The result of the command, or why it failed, has been printed. */
    static void printed() {
        ENDED.forEach(one -> one.done.countDown());
    }
}
