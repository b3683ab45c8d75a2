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
package io.github.sim7028.at;

import io.github.sim7028.at.spi.Loop;

/**
 * A loop whose timers measure how long the module had for something, not how long this JVM stood still: one that comes much too late, as
 * after a pause of the JVM or of its host, waits once more for what may already be there to be read.
 */
final class SteadyLoop implements Loop {

    /** How late a timer may come and still be trusted. */
    static final long LATE_MILLIS = 500;

    /** How long the reading of input received in between may take. */
    static final long GRACE_MILLIS = 1000;

    private final Loop loop;

    SteadyLoop(Loop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer after(long millis, Runnable task) {
        Timer[] current = new Timer[1];
        long due = loop.now() + millis;
        current[0] = loop.after(millis, () -> {
            if (loop.now() - due > LATE_MILLIS) {
                current[0] = loop.after(GRACE_MILLIS, task);
            } else {
                task.run();
            }
        });
        return () -> current[0].cancel();
    }

    @Override
    public boolean inLoop() {
        return loop.inLoop();
    }

    @Override
    public long now() {
        return loop.now();
    }
}
