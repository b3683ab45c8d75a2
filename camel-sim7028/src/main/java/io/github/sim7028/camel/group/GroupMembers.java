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
package io.github.sim7028.camel.group;

import io.github.sim7028.camel.group.Ownership.Stay;
import io.github.sim7028.camel.management.GroupReport;
import io.github.sim7028.camel.modem.ModemDirectory;
import io.github.sim7028.camel.modem.ModemProfiles;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The modems that a group has now and those that it is giving back, with all producers and consumers of the group. Starts and stops of one modem come
 * one after the other; a modem costs no thread.
 */
public final class GroupMembers {

    private static final Logger LOG = LoggerFactory.getLogger(GroupMembers.class);

    private final String name;
    private final boolean fixed;
    private final ModemDirectory directory;
    private final Supplier<Duration> limit;
    private final SerialTasks tasks;
    private final LogThrottle refusals = new LogThrottle();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Ownership> present = new HashMap<>();
    private final Set<Ownership> leaving = new LinkedHashSet<>();
    private final List<Part> parts = new ArrayList<>();

    /**
     * @param name  the name of the group
     * @param fixed whether the modems are known from the start, which fails if one of them cannot be used
     * @param limit how long a modem may take to be given back
     */
    public GroupMembers(
            String name, boolean fixed, ModemDirectory directory, Supplier<Duration> limit, Executor workers) {
        this.name = name;
        this.fixed = fixed;
        this.directory = directory;
        this.limit = limit;
        tasks = new SerialTasks(workers);
    }

    String name() {
        return name;
    }

    // ---- modems come and go

    /**
     * The group has a modem more.
     *
     * @param profiles  describe the modem
     * @param exclusive whether only this group may use the modem
     */
    public void gained(String modem, ModemProfiles profiles, boolean exclusive) {
        Ownership mine = new Ownership(modem, profiles, exclusive);
        if (add(mine)) {
            tasks.run(modem, () -> {
                parts().forEach(part -> begin(part, mine));
                return CompletableFuture.completedFuture(null);
            });
        }
    }

    /** The group has a modem more, which cannot be used. */
    public void unusable(String modem, String reason) {
        if (add(Ownership.unusable(modem, reason))) {
            refusals.log(LOG, Level.WARN, "The modem '{}' of the group '{}' cannot be used: {}", modem, name, reason);
        }
    }

    private boolean add(Ownership mine) {
        lock.lock();
        try {
            boolean fresh = present.putIfAbsent(mine.modem(), mine) == null;
            if (!fresh) {
                LOG.debug("Group '{}' has the modem '{}' already", name, mine.modem());
            }
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The group has a modem less.
     *
     * @param fenced whether nothing more may be said to the module; otherwise what is under way comes to an end
     * @return completes when nothing of the ownership is left, never exceptionally
     */
    public CompletableFuture<Void> lost(String modem, boolean fenced) {
        Ownership mine;
        List<Ownership> ending;
        lock.lock();
        try {
            mine = present.remove(modem);
            if (mine != null) {
                mine.end();
                leaving.add(mine);
            }
            ending = leaving.stream()
                    .filter(ownership -> ownership.modem().equals(modem))
                    .toList();
        } finally {
            lock.unlock();
        }
        if (fenced) {
            ending.forEach(ownership -> ownership.fence(
                    "group '" + name + "' has lost the modem", ownership.owner() != null || !directory.isNamed(modem)));
        }
        if (mine != null) {
            // not earlier: whoever waits for the end may gain the modem again at once
            tasks.run(modem, () -> giveBack(mine)).thenRun(mine::ended);
        }
        return CompletableFuture.allOf(ending.stream().map(Ownership::gone).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> giveBack(Ownership mine) {
        return mine.giveBack("group '" + name + "' has handed the modem over", limit.get())
                .thenRun(() -> {
                    lock.lock();
                    try {
                        leaving.remove(mine);
                    } finally {
                        lock.unlock();
                    }
                });
    }

    // ---- producers and consumers come and go

    boolean isFixed() {
        return fixed;
    }

    /** A producer or consumer begins at all modems; completes when it has. */
    CompletableFuture<Void> join(Part part) {
        List<Ownership> now;
        lock.lock();
        try {
            parts.add(part);
            now = List.copyOf(present.values());
        } finally {
            lock.unlock();
        }
        return CompletableFuture.allOf(now.stream()
                .map(ownership -> tasks.run(ownership.modem(), () -> {
                    begin(part, ownership);
                    return CompletableFuture.completedFuture(null);
                }))
                .toArray(CompletableFuture[]::new));
    }

    /** A producer or consumer ends at all modems; completes when they are given back. */
    CompletableFuture<Void> leave(Part part) {
        List<Ownership> all = new ArrayList<>();
        lock.lock();
        try {
            parts.remove(part);
            all.addAll(present.values());
            all.addAll(leaving);
        } finally {
            lock.unlock();
        }
        return CompletableFuture.allOf(
                all.stream().map(ownership -> end(part, ownership)).toArray(CompletableFuture[]::new));
    }

    private void begin(Part part, Ownership ownership) {
        if (!ownership.mayBegin() || part.hasLeft() || ownership.has(part)) {
            return;
        }
        Fence.run(() -> ownership.add(part, part.begin(ownership)), failure -> refused(part, ownership, failure));
        if (part.hasLeft()) {
            end(part, ownership);
        }
    }

    private void refused(Part part, Ownership ownership, Throwable failure) {
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        ownership.failed(part, reason);
        if (!fixed) {
            refusals.log(
                    LOG,
                    Level.WARN,
                    "{} cannot use the modem '{}' of the group '{}': {}",
                    part,
                    ownership.modem(),
                    name,
                    reason);
        }
        LOG.debug("{} cannot use the modem '{}'", part, ownership.modem(), failure);
    }

    private static CompletableFuture<Void> end(Part part, Ownership ownership) {
        Stay stay = ownership.remove(part);
        if (stay == null) {
            return CompletableFuture.completedFuture(null);
        }
        part.ended(ownership.modem(), stay.post());
        stay.post().stop();
        return stay.release("the route was stopped");
    }

    private List<Part> parts() {
        lock.lock();
        try {
            return List.copyOf(parts);
        } finally {
            lock.unlock();
        }
    }

    // ---- what is known

    /** Why a producer or consumer could not begin at one of the modems; null if it began at all. */
    String failure(Part part) {
        return ownerships().stream()
                .map(ownership -> ownership.failure(part))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    public GroupReport report() {
        return new GroupReport(
                name,
                ownerships().stream()
                        .map(Ownership::report)
                        .sorted(Comparator.comparing(GroupReport.Member::modem))
                        .toList());
    }

    /** Why a producer or consumer has nothing at a modem. */
    String absence(String modem, Part part) {
        Ownership ownership;
        int size;
        lock.lock();
        try {
            ownership = present.get(modem);
            size = present.size();
        } finally {
            lock.unlock();
        }
        if (ownership == null) {
            return "it is not among the " + Counted.of(size, "modem") + " that the group '" + name + "' has now";
        }
        String failure = ownership.failure(part);
        return failure == null
                ? "the group '" + name + "' is still starting it"
                : "the group '" + name + "' cannot use it: " + failure;
    }

    private List<Ownership> ownerships() {
        lock.lock();
        try {
            return List.copyOf(present.values());
        } finally {
            lock.unlock();
        }
    }
}
