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
import java.util.List;

/**
 * The states of the commands from the committed offset on.
 *
 * @param partitions the number of partitions that the topic had when the offset was committed
 * @param runs       from the committed offset on, without gaps; all offsets behind wait
 */
public record Claims(int partitions, List<Run> runs) {

    public Claims {
        runs = List.copyOf(runs);
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has at least one partition, not " + partitions);
        }
    }

    /** No command is claimed or done. */
    public static Claims none(int partitions) {
        return new Claims(partitions, List.of());
    }

    /** The number of offsets that the runs describe. */
    public long length() {
        return runs.stream().mapToLong(Run::length).sum();
    }

    /** Without the first offsets. */
    public Claims skip(long offsets) {
        Builder rest = new Builder(partitions);
        long left = offsets;
        for (Run run : runs) {
            rest.add(run.state(), run.length() - left);
            left = Math.max(0, left - run.length());
        }
        return rest.build();
    }

    /** Joins neighbouring runs with the same state, and omits the commands at the end that wait. */
    static final class Builder {

        private final int partitions;
        private final List<Run> runs = new ArrayList<>();

        Builder(int partitions) {
            this.partitions = partitions;
        }

        void add(CommandState state, long length) {
            if (length <= 0) {
                return;
            }
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).state() == state) {
                runs.set(last, new Run(state, runs.get(last).length() + length));
            } else {
                runs.add(new Run(state, length));
            }
        }

        Claims build() {
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).state() == CommandState.WAITING) {
                runs.remove(last);
            }
            return new Claims(partitions, runs);
        }
    }
}
