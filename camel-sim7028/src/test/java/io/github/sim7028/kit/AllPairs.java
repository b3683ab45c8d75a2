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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A covering array of strength two: so few rows that each pair of values of any two factors is in one of them. Found greedily; the same for
 * the same factors.
 */
public final class AllPairs {

    /** How many rows are tried for each that is taken. */
    private static final int CANDIDATES = 50;

    private final int[] levels;
    private final Set<Pair> missing = new LinkedHashSet<>();
    private final Random random = new Random(7028);

    /** A value of one factor together with a value of another. */
    public record Pair(int factor, int value, int otherFactor, int otherValue) {}

    private AllPairs(int... levels) {
        this.levels = levels;
        missing.addAll(pairs(levels));
    }

    /**
     * The rows; each has a value of each factor.
     *
     * @param levels how many values each factor has
     */
    public static List<int[]> rows(int... levels) {
        return new AllPairs(levels).rows();
    }

    /** All there is to cover. */
    public static List<Pair> pairs(int... levels) {
        List<Pair> all = new ArrayList<>();
        for (int a = 0; a < levels.length; a++) {
            for (int b = a + 1; b < levels.length; b++) {
                for (int value = 0; value < levels[a]; value++) {
                    for (int other = 0; other < levels[b]; other++) {
                        all.add(new Pair(a, value, b, other));
                    }
                }
            }
        }
        return all;
    }

    private List<int[]> rows() {
        List<int[]> rows = new ArrayList<>();
        while (!missing.isEmpty()) {
            int[] best = null;
            int most = -1;
            for (int i = 0; i < CANDIDATES; i++) {
                int[] row = candidate();
                int covered = covered(row).size();
                if (covered > most) {
                    most = covered;
                    best = row;
                }
            }
            covered(best).forEach(missing::remove);
            rows.add(best);
        }
        return rows;
    }

    /** One of the missing pairs, and for each other factor the value that covers most with what stands already. */
    private int[] candidate() {
        int[] row = new int[levels.length];
        Arrays.fill(row, -1);
        Pair first = missing.stream()
                .skip(random.nextInt(missing.size()))
                .findFirst()
                .orElseThrow();
        row[first.factor()] = first.value();
        row[first.otherFactor()] = first.otherValue();
        List<Integer> order = new ArrayList<>();
        for (int factor = 0; factor < levels.length; factor++) {
            order.add(factor);
        }
        Collections.shuffle(order, random);
        for (int factor : order) {
            if (row[factor] < 0) {
                row[factor] = bestValue(row, factor);
            }
        }
        return row;
    }

    private int bestValue(int[] row, int factor) {
        int best = 0;
        int most = -1;
        int offset = random.nextInt(levels[factor]);
        for (int i = 0; i < levels[factor]; i++) {
            int value = (i + offset) % levels[factor];
            int covered = 0;
            for (int other = 0; other < levels.length; other++) {
                if (row[other] >= 0 && missing.contains(pair(factor, value, other, row[other]))) {
                    covered++;
                }
            }
            if (covered > most) {
                most = covered;
                best = value;
            }
        }
        return best;
    }

    private static Pair pair(int factor, int value, int other, int otherValue) {
        return factor < other ? new Pair(factor, value, other, otherValue) : new Pair(other, otherValue, factor, value);
    }

    private List<Pair> covered(int[] row) {
        List<Pair> covered = new ArrayList<>();
        for (int a = 0; a < row.length; a++) {
            for (int b = a + 1; b < row.length; b++) {
                Pair pair = new Pair(a, row[a], b, row[b]);
                if (missing.contains(pair)) {
                    covered.add(pair);
                }
            }
        }
        return covered;
    }
}
