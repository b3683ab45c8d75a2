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
package io.github.sim7028.modem.driver.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** Listeners that are slow, that throw and that leave. */
@ExpectedLog(Said.LISTENER_FAILED)
@ExpectedLog(Said.LISTENER_SLOW)
class EventPublisherTest {

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final EventPublisher events = new EventPublisher("test", workers);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    private void say(String line) {
        events.publish(new ModemEvent.UnknownLine(Instant.now(), line));
    }

    private static String line(ModemEvent event) {
        return ((ModemEvent.UnknownLine) event).line();
    }

    @Test
    void listenersHearEverythingInOrderAndOneAtATime() {
        AtomicInteger inside = new AtomicInteger();
        List<Integer> together = new CopyOnWriteArrayList<>();
        events.add(event -> {
            together.add(inside.incrementAndGet());
            heard.add(line(event));
            inside.decrementAndGet();
        });
        for (int i = 0; i < 200; i++) {
            say("line " + i);
        }
        await().until(() -> heard.size() == 200);
        assertThat(heard.get(0)).isEqualTo("line 0");
        assertThat(heard.get(199)).isEqualTo("line 199");
        assertThat(together).containsOnly(1);
    }

    @Test
    void aThrowingListenerHearsTheNextEventAndDisturbsNobody() {
        AtomicInteger thrown = new AtomicInteger();
        events.add(event -> {
            thrown.incrementAndGet();
            if (thrown.get() % 2 == 0) {
                throw new NoClassDefFoundError("a listener's own trouble");
            }
            throw new IllegalStateException("a listener's own trouble");
        });
        events.add(event -> heard.add(line(event)));
        say("one");
        say("two");
        await().until(() -> thrown.get() == 2 && heard.size() == 2);
    }

    @Test
    void aSlowListenerLosesTheOldestAndHoldsUpNobody() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        List<String> slow = new CopyOnWriteArrayList<>();
        events.add(event -> {
            begun.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            slow.add(line(event));
        });
        say("first");
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        events.add(event -> heard.add(line(event)));
        for (int i = 0; i < ModemListener.CAPACITY + 10; i++) {
            say("line " + i);
            if (i % 100 == 99) {
                // the quick one gets no further behind than its queue is long
                int count = i + 1;
                await().until(() -> heard.size() == count);
            }
        }
        await().until(() -> heard.size() == ModemListener.CAPACITY + 10);
        held.countDown();
        await().until(() -> slow.contains("line " + (ModemListener.CAPACITY + 9)));
        assertThat(slow).hasSize(1 + ModemListener.CAPACITY).startsWith("first", "line 10", "line 11");
    }

    /** A module that floods the line makes its listeners fall behind and catch up many times a second. */
    @Test
    void aListenerThatFallsBehindAgainAndAgainIsToldOfAtIntervals() {
        Deque<Runnable> work = new ArrayDeque<>();
        EventPublisher flooded = new EventPublisher("flooded", work::add);
        flooded.add(event -> heard.add(line(event)));
        try (CapturedLog log = CapturedLog.of(ModemLog.LOG.getName())) {
            for (int time = 0; time < 50; time++) {
                for (int i = 0; i < ModemListener.CAPACITY + 3; i++) {
                    flooded.publish(new ModemEvent.UnknownLine(Instant.now(), "line " + i));
                }
                work.remove().run();
            }
            assertThat(heard).hasSize(50 * ModemListener.CAPACITY);
            assertThat(log.messages(Level.WARN))
                    .filteredOn(said -> said.contains("'flooded'"))
                    .hasSize(1);
            assertThat(log.messages(Level.INFO))
                    .filteredOn(said -> said.contains("'flooded'"))
                    .singleElement()
                    .asString()
                    .endsWith("missed 3 events");
        }
    }

    @Test
    void oneThatLeavesHearsNothingMore() {
        ModemListener leaving = event -> heard.add("leaving " + line(event));
        events.add(leaving);
        events.add(event -> heard.add(line(event)));
        events.remove(leaving);
        say("one");
        await().until(() -> heard.contains("one"));
        assertThat(heard).containsExactly("one");
        assertThat(events.wanted()).isTrue();
    }
}
