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

import java.util.ArrayList;
import java.util.List;

/** Heap and threads of the driver's JVM over time. */
final class Vitals {

    /** By how much the heap after a collection may be larger at the end than at the beginning. */
    private static final long HEAP_SLACK = 12L << 20;

    /** By how many threads: pools keep idle ones for a minute. */
    private static final int THREAD_SLACK = 12;

    private record Sample(long heap, int threads) {}

    private final List<Sample> samples = new ArrayList<>();

    /** What was found after a collection. */
    void sample(long heap, int threads) {
        samples.add(new Sample(heap, threads));
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    long heap() {
        return samples.get(samples.size() - 1).heap();
    }

    int threads() {
        return samples.get(samples.size() - 1).threads();
    }

    boolean heapFlat() {
        return min(true, Sample::heap) + HEAP_SLACK >= min(false, Sample::heap);
    }

    boolean threadsFlat() {
        return max(true) + THREAD_SLACK >= max(false);
    }

    private long min(boolean early, java.util.function.ToLongFunction<Sample> what) {
        return part(early).stream().mapToLong(what).min().orElse(0);
    }

    private int max(boolean early) {
        return part(early).stream().mapToInt(Sample::threads).max().orElse(0);
    }

    /** The first half, or the last quarter. */
    private List<Sample> part(boolean early) {
        int size = samples.size();
        return early ? samples.subList(0, (size + 1) / 2) : samples.subList(size - (size + 3) / 4, size);
    }
}
