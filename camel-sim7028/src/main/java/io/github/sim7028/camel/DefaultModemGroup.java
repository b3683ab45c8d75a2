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
package io.github.sim7028.camel;

import io.github.sim7028.line.LineGuard;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A group whose modems an application adds and removes. Thread-safe. */
public final class DefaultModemGroup implements ModemGroup {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultModemGroup.class);

    private record Member(Sim7028ModemConfiguration configuration, Supplier<LineGuard> guards) {}

    private final LogThrottle throttle = new LogThrottle();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** One at a time and in order, so that nobody is told of a modem twice or not at all. */
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waiting = new AtomicInteger();

    /** A group without a modem. */
    public DefaultModemGroup() {}

    /** A group of some of the component's modems. */
    public DefaultModemGroup(Collection<String> modems) {
        modems.forEach(this::add);
    }

    /** Adds a modem of the component; one that is there already stays as it is. */
    public void add(String modem) {
        add(modem, null, () -> null);
    }

    /**
     * Adds a modem; one that is there already stays as it is.
     *
     * @param configuration the options of the modem, null if it is one of the component's
     * @param guards        makes the guard of each ownership; what it returns may be null
     */
    public void add(String modem, Sim7028ModemConfiguration configuration, Supplier<LineGuard> guards) {
        change(() -> {
            if (put(modem, new Member(configuration, guards))) {
                tell(listener -> listener.gained(modem));
            }
        });
    }

    /**
     * Removes a modem. To remove a modem that is being handed over as {@link ModemGroup.Loss#FENCED} cuts the hand-over short.
     *
     * @return completes when all listeners have given the modem back, never exceptionally
     */
    public CompletableFuture<Void> remove(String modem, Loss loss) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        change(() -> {
            take(modem);
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            tell(listener -> ends.add(Objects.requireNonNull(listener.lost(modem, loss), "lost() returned no future")));
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .whenComplete((v, failure) -> gone.complete(null));
        });
        return gone;
    }

    /** Whether the group has the modem, and a message for it need not wait for the modem, see {@link ModemGroup.Listener#ready}. Returns at once. */
    public boolean isReady(String modem) {
        return member(modem) != null && listeners.stream().allMatch(listener -> ready(listener, modem));
    }

    /** A listener that fails cannot take a message. */
    private boolean ready(Listener listener, String modem) {
        try {
            return listener.ready(modem);
        } catch (Throwable e) {
            throttle.log(LOG, Level.ERROR, "A listener of a modem group failed: {}", ForeignText.messageOf(e));
            return false;
        }
    }

    /** The modems that the group has now. */
    public Set<String> modems() {
        lock.lock();
        try {
            return Set.copyOf(members.keySet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void listen(Listener listener) {
        change(() -> {
            listeners.add(listener);
            names().forEach(modem -> tell(listener, told -> told.gained(modem)));
        });
    }

    @Override
    public void ignore(Listener listener) {
        change(() -> listeners.remove(listener));
    }

    @Override
    public LineGuard guard(String modem) {
        Member member = member(modem);
        return member == null ? null : member.guards.get();
    }

    @Override
    public Sim7028ModemConfiguration configuration(String modem) {
        Member member = member(modem);
        return member == null ? null : member.configuration;
    }

    private void change(Runnable change) {
        changes.add(change);
        if (waiting.getAndIncrement() == 0) {
            do {
                try {
                    changes.remove().run();
                } catch (Throwable e) {
                    LOG.error("A modem group could not tell a change", e);
                }
            } while (waiting.decrementAndGet() > 0);
        }
    }

    private void tell(Consumer<Listener> message) {
        listeners.forEach(listener -> tell(listener, message));
    }

    /** Whatever a listener throws, the others are told, and of what comes next, too. */
    private static void tell(Listener listener, Consumer<Listener> message) {
        try {
            message.accept(listener);
        } catch (Throwable e) {
            LOG.error("A listener of a modem group failed", e);
        }
    }

    private boolean put(String modem, Member member) {
        lock.lock();
        try {
            return members.putIfAbsent(modem, member) == null;
        } finally {
            lock.unlock();
        }
    }

    private void take(String modem) {
        lock.lock();
        try {
            members.remove(modem);
        } finally {
            lock.unlock();
        }
    }

    private Member member(String modem) {
        lock.lock();
        try {
            return members.get(modem);
        } finally {
            lock.unlock();
        }
    }

    private List<String> names() {
        lock.lock();
        try {
            return List.copyOf(members.keySet());
        } finally {
            lock.unlock();
        }
    }
}
