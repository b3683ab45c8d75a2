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
package io.github.sim7028.at;

import java.util.ArrayList;
import java.util.List;

/** Any command line as a user writes it; its result are the lines before the {@code OK}. */
public final class RawCommand extends AtCommand<List<String>> {

    /** How many lines of an answer are kept. */
    private static final int MAX_LINES = 200;

    private final List<String> lines = new ArrayList<>();

    /** @param text checked with {@link AtText#requireCommand} */
    public RawCommand(String text) {
        super(AtText.requireCommand("command", text));
    }

    /** Everything but what the module says by itself. */
    @Override
    protected boolean accept(String line) {
        if (UrcReader.isUnasked(line)) {
            return false;
        }
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
        return true;
    }

    @Override
    protected List<String> result() {
        return List.copyOf(lines);
    }
}
