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
package io.github.sim7028.fleet.claim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The commands of one partition that this node has read and that are not yet done. A command is started only after a commit that claims the
 * command has succeeded, so that a later owner of the partition never starts the command again. Not thread-safe.
 */
public final class Window {

    /** More offsets than this between the first unfinished command and the last one are not read. Limits the metadata's length. */
    static final long MAX_SPAN = 1_000_000;

    /** The greatest number of unfinished commands whose states always fit into {@link ClaimCodec#MAX_BYTES}. */
    public static final int MAX_UNFINISHED = 512;

    /** How many records a poll returns at most: they are read beyond the limit. */
    public static final int MAX_BATCH = 128;

    /** What to do with a command that was read. */
    public enum Arrival {
        /** The command waits for its turn. */
        WAITING,
        /** An earlier owner of the partition claimed the command and did not report its outcome: the outcome is unknown. */
        ORPHANED,
        /** The outcome of the command is known already. */
        DONE
    }

    private enum Stage {
        WAITING,
        /** To be started as soon as the commit that claims the command succeeds. */
        CHOSEN,
        RUNNING,
        ORPHANED
    }

    private static final class Entry {
        final Command command;
        Stage stage;

        Entry(Command command, Stage stage) {
            this.command = command;
            this.stage = stage;
        }

        CommandState state() {
            return stage == Stage.WAITING ? CommandState.WAITING : CommandState.CLAIMED;
        }
    }

    private final int partitions;
    private final int maxUnfinished;
    private final TreeMap<Long, Entry> unfinished = new TreeMap<>();
    /** The first offset that was not read. */
    private long next;
    /** What an earlier owner committed of the offsets from {@link #next} on: the start of each run, and the end of all. */
    private final TreeMap<Long, CommandState> earlier = new TreeMap<>();

    private final long earlierEnd;
    private int claimed;
    private boolean changed = true;

    /**
     * @param base          the committed offset
     * @param committed     the metadata that was committed with the offset
     * @param maxUnfinished how many commands are read ahead, 1 to {@link #MAX_UNFINISHED}
     */
    public Window(long base, Claims committed, int maxUnfinished) {
        this.partitions = committed.partitions();
        this.maxUnfinished = maxUnfinished;
        this.next = base;
        long start = base;
        for (Run run : committed.runs()) {
            earlier.put(start, run.state());
            start += run.length();
        }
        earlierEnd = start;
    }

    /** The lowest offset whose command is not done. */
    public long base() {
        return unfinished.isEmpty() ? next : unfinished.firstKey();
    }

    /** The first offset that was not read. */
    public long next() {
        return next;
    }

    public int unfinished() {
        return unfinished.size();
    }

    /** How many commands are claimed, chosen or running here. */
    public int claimed() {
        return claimed;
    }

    /** Whether no further command should be read for now. */
    public boolean full() {
        return unfinished.size() >= maxUnfinished || next - base() >= MAX_SPAN;
    }

    /** Whether the next commit would say something new. */
    public boolean changed() {
        return changed;
    }

    /** Takes a command that was read. Offsets without a record, such as those of compacted records, count as done. */
    public Arrival add(Command command) {
        long offset = command.offset();
        if (offset < next) {
            return Arrival.DONE;
        }
        next = offset + 1;
        return switch (committed(offset)) {
            case DONE -> {
                changed = true;
                yield Arrival.DONE;
            }
            case CLAIMED -> {
                put(command, Stage.ORPHANED);
                yield Arrival.ORPHANED;
            }
            case WAITING -> {
                put(command, Stage.WAITING);
                yield Arrival.WAITING;
            }
        };
    }

    /** The consumer has read on to this offset: there is no command before it that was not added, but for example the end of a transaction. */
    public void reached(long position) {
        if (position > next) {
            next = position;
            changed = true;
        }
    }

    private CommandState committed(long offset) {
        return offset < earlierEnd ? earlier.floorEntry(offset).getValue() : CommandState.WAITING;
    }

    private void put(Command command, Stage stage) {
        unfinished.put(command.offset(), new Entry(command, stage));
        claimed += stage == Stage.WAITING ? 0 : 1;
    }

    /** Chooses waiting commands, in order: those that the caller accepts are claimed by the next commit. */
    public void choose(Predicate<Command> accept) {
        for (Entry entry : unfinished.values()) {
            if (entry.stage == Stage.WAITING && accept.test(entry.command)) {
                move(entry, Stage.CHOSEN);
            }
        }
    }

    /** What to commit as metadata together with {@link #base()}. */
    public Claims claims() {
        Claims.Builder builder = new Claims.Builder(partitions);
        long at = base();
        for (Map.Entry<Long, Entry> entry : unfinished.entrySet()) {
            builder.add(CommandState.DONE, entry.getKey() - at);
            builder.add(entry.getValue().state(), 1);
            at = entry.getKey() + 1;
        }
        builder.add(CommandState.DONE, next - at);
        // a commit must not forget what an earlier owner claimed and this node has not read yet
        for (long start = next; start < earlierEnd; ) {
            Long end = earlier.higherKey(start);
            long stop = end == null ? earlierEnd : end;
            builder.add(committed(start), stop - start);
            start = stop;
        }
        return builder.build();
    }

    /** The commit of {@link #claims()} succeeded: returns the chosen commands, which may be started now. */
    public List<Command> granted() {
        List<Command> granted = moveChosen(Stage.RUNNING);
        changed = false;
        return granted;
    }

    /** The commit failed, or its result is not known: the chosen commands wait again. */
    public List<Command> refused() {
        return moveChosen(Stage.WAITING);
    }

    private List<Command> moveChosen(Stage stage) {
        List<Command> chosen = new ArrayList<>();
        for (Entry entry : unfinished.values()) {
            if (entry.stage == Stage.CHOSEN) {
                move(entry, stage);
                chosen.add(entry.command);
            }
        }
        return chosen;
    }

    /** A running command of which not one byte was sent waits again, for this node or the next owner. */
    public void putBack(long offset) {
        Entry entry = unfinished.get(offset);
        if (entry != null && entry.stage == Stage.RUNNING) {
            move(entry, Stage.WAITING);
        }
    }

    /** The outcome of a command is in the topic of outcomes. */
    public void done(long offset) {
        Entry entry = unfinished.remove(offset);
        if (entry != null) {
            claimed -= entry.stage == Stage.WAITING ? 0 : 1;
            changed = true;
        }
    }

    /** The commands that were started here and are not done. */
    public Collection<Command> running() {
        return unfinished.values().stream()
                .filter(entry -> entry.stage == Stage.RUNNING)
                .map(entry -> entry.command)
                .toList();
    }

    private void move(Entry entry, Stage stage) {
        claimed += (stage == Stage.WAITING ? 0 : 1) - (entry.stage == Stage.WAITING ? 0 : 1);
        entry.stage = stage;
        changed = true;
    }
}
