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

import io.github.sim7028.camel.management.GroupReport;
import io.github.sim7028.camel.modem.ModemDirectory;
import io.github.sim7028.camel.modem.ModemProfiles;
import io.github.sim7028.camel.modem.NotStartedException;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.driver.pacing.Fence;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final Executor aside;
    private final Refusals refusals = new Refusals();

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
        aside = new FewAtATime(workers);
        tasks = new SerialTasks(aside);
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
            tasks.run(modem, () -> all(parts().stream().map(part -> begin(part, mine))));
        }
    }

    /** The group has a modem more, which cannot be used. */
    public void unusable(String modem, String reason) {
        if (add(Ownership.unusable(modem, reason))) {
            refusals.log(modem, "The modem '{}' of the group '{}' cannot be used: {}", modem, name, reason);
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
            ending.forEach(ownership -> {
                ownership.fence();
                cut(ownership, lostReason());
            });
        }
        if (mine != null) {
            // not earlier: whoever waits for the end may gain the modem again at once
            tasks.run(modem, () -> giveBack(mine)).thenRun(mine::ended);
        }
        return all(ending.stream().map(Ownership::gone));
    }

    private String lostReason() {
        return "group '" + name + "' has lost the modem";
    }

    private void cut(Ownership ownership, String reason) {
        directory.abort(ownership.modem(), ownership, ownership.exclusive(), ownership.handles(), reason);
    }

    private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> giveBack(Ownership mine) {
        return mine.giveBack(
                        "group '" + name + "' has handed the modem over",
                        limit.get(),
                        reason -> cut(mine, reason),
                        aside)
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
        return all(now.stream().map(ownership -> tasks.run(ownership.modem(), () -> begin(part, ownership))));
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
        return all(all.stream().map(ownership -> end(part, ownership)));
    }

    private CompletableFuture<Void> begin(Part part, Ownership ownership) {
        ownership.beginning(part);
        try {
            // asked afterwards: who leaves now waits for the end of this, or this does not begin
            if (ownership.awaits(part) && !part.hasLeft()) {
                Fence.run(
                        () -> ownership.add(part, part.begin(ownership)), failure -> refused(part, ownership, failure));
            }
        } finally {
            ownership.begun(part);
        }
        if (ownership.isFenced()) {
            cut(ownership, lostReason());
        }
        return part.hasLeft() ? end(part, ownership) : CompletableFuture.completedFuture(null);
    }

    private void refused(Part part, Ownership ownership, Throwable failure) {
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        ownership.failed(part, reason);
        if (!fixed && !(failure instanceof NotStartedException)) {
            refusals.log(
                    ownership.modem(),
                    "{} cannot use the modem '{}' of the group '{}': {}",
                    part,
                    ownership.modem(),
                    name,
                    reason);
        }
        LOG.debug("{} cannot use the modem '{}'", part, ownership.modem(), failure);
    }

    private static CompletableFuture<Void> end(Part part, Ownership ownership) {
        return ownership.remove(part, stay -> {
            part.ended(ownership.modem(), stay.post());
            stay.post().stop();
            return stay.release("the route was stopped");
        });
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

    /** Completes when what the group is starting or giving back at a modem now is done; null if that is nothing. */
    CompletableFuture<Void> starting(String modem, Part part) {
        Ownership ownership = ownership(modem);
        return ownership != null && ownership.awaits(part) ? tasks.last(modem) : null;
    }

    /** Whether a message for a modem need not wait for the modem. */
    public boolean ready(String modem) {
        Ownership ownership;
        lock.lock();
        try {
            ownership = present.get(modem);
        } finally {
            lock.unlock();
        }
        return ownership != null && parts().stream().noneMatch(ownership::awaits) && ownership.ready();
    }

    /** Why a producer or consumer has nothing at a modem. */
    String absence(String modem, Part part) {
        Ownership ownership = ownership(modem);
        if (ownership == null) {
            return "it is not among the " + Counted.of(ownerships().size(), "modem") + " that the group '" + name
                    + "' has now";
        }
        String failure = ownership.failure(part);
        return failure == null
                ? "the group '" + name + "' is still starting it"
                : "the group '" + name + "' cannot use it: " + failure;
    }

    private Ownership ownership(String modem) {
        lock.lock();
        try {
            return present.get(modem);
        } finally {
            lock.unlock();
        }
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
