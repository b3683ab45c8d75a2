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
package io.github.sim7028.soak;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Stops the driver's process and the module's host now and then, as a busy or suspended machine does. */
final class Pauses {

    private final Child driver;
    private final Child host;
    private final Random random;
    private final Thread thread = new Thread(this::run, "pauses");
    private volatile int count;

    Pauses(Child driver, Child host, long seed) {
        this.driver = driver;
        this.host = host;
        random = new Random(seed);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    int count() {
        return count;
    }

    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(4_000, 25_000));
                boolean brief = random.nextBoolean();
                Duration time = Duration.ofMillis(brief ? random.nextInt(50, 1000) : random.nextInt(1000, 8000));
                (random.nextBoolean() ? driver : host).pause(time);
                count++;
            }
        } catch (InterruptedException e) {
            // over
        }
    }
}
