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

/** How many CIPSENDs of a link await their confirmation at once: each sending case is measured with both. */
enum SendWindow {
    /** As many as there may be: nothing waits for a confirmation. */
    WIDEST(32),
    /** The default: the next one waits for the confirmation of the last. */
    ONE(1);

    private final int size;

    SendWindow(int size) {
        this.size = size;
    }

    /** The value of the option. */
    int size() {
        return size;
    }

    /** What the name of a case says of it; nothing of the default. */
    String words() {
        return this == ONE ? "" : ", sendWindow=" + size;
    }
}
