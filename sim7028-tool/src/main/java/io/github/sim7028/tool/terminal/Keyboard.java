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
package io.github.sim7028.tool.terminal;

import java.io.IOException;

/** Where the lines of the user come from, and how text appears beside them. */
interface Keyboard extends AutoCloseable {

    /** The next line; null at the end of input or after Ctrl+C. */
    String next() throws IOException;

    /** Whether the last line was the end because of Ctrl+C, where that is a key and no signal. */
    default boolean interrupted() {
        return false;
    }

    /** Shows a line while the user may be typing. Called by any thread. */
    void show(String line);

    @Override
    void close() throws IOException;
}
