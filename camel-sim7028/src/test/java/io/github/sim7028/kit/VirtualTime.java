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
package io.github.sim7028.kit;

import io.github.sim7028.at.spi.Loop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** A loop whose time passes only when a test says so. */
public final class VirtualTime implements Loop {

    private record Alarm(long at, long order, Runnable task) {}

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::order));
    private long now;
    private long order;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer after(long millis, Runnable task) {
        Alarm[] current = new Alarm[1];
        long due = now + millis;
        current[0] = alarm(due, () -> {
            if (now - due > LATE_MILLIS) {
                current[0] = alarm(now + GRACE_MILLIS, task);
            } else {
                task.run();
            }
        });
        return () -> alarms.remove(current[0]);
    }

    private Alarm alarm(long at, Runnable task) {
        Alarm alarm = new Alarm(at, order++, task);
        alarms.add(alarm);
        return alarm;
    }

    /** A test is on the loop all the time. */
    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public long now() {
        return now;
    }

    public void pass(long millis) {
        long end = now + millis;
        runTasks();
        while (!alarms.isEmpty() && alarms.peek().at() <= end) {
            Alarm next = alarms.remove();
            now = Math.max(now, next.at());
            next.task().run();
            runTasks();
        }
        now = end;
    }

    /** The JVM stands still for so long: what was due meanwhile comes late. */
    public void standStill(long millis) {
        now += millis;
    }

    public int waiting() {
        return alarms.size();
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
