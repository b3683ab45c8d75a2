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
package io.github.sim7028.benchmarks;

/**
 * How thorough a run is.
 *
 * @param seconds   how long each line-rate case is measured
 * @param requests  how many requests are made
 * @param volume    how many bytes go where the line is not paced
 * @param modems    the sizes of the scale cases
 * @param streaming how many bytes the streaming cases move
 */
record RunSize(double seconds, int requests, long volume, int[] modems, long streaming) {

    private static final long MEGABYTE = 1_000_000;

    /** What is not measured at all. */
    static final RunSize WARMING = new RunSize(0.4, 300, 0, new int[] {}, 0);

    /** What a build runs each time. */
    static final RunSize QUICK = new RunSize(0.7, 40, MEGABYTE, new int[] {}, 0);

    /** Less than twenty minutes, all together. */
    static final RunSize NORMAL = new RunSize(4, 300, 20 * MEGABYTE, new int[] {10, 100, 1000}, 100 * MEGABYTE);

    static final RunSize FULL = new RunSize(15, 1000, 100 * MEGABYTE, new int[] {10, 100, 1000, 4000}, 100 * MEGABYTE);

    /** Whether there is time for what only compares: bare programs, and routes that send one message at a time. */
    boolean compares() {
        return seconds >= 1;
    }
}
