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
package io.github.sim7028.at.codec;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of one kind. A matcher, which is most of what a line costs, is made only for a line that begins as they do.
 *
 * @param beginning how each of them begins
 * @param rest      what follows the beginning, up to the end of the line
 */
record LineShape(String beginning, Pattern rest) {

    /** @param rest a regular expression */
    LineShape(String beginning, String rest) {
        this(beginning, Pattern.compile(rest));
    }

    boolean begins(String line) {
        return line.startsWith(beginning);
    }

    /** The groups of the rest; null when the line is of another kind. */
    MatchResult of(String line) {
        if (!begins(line)) {
            return null;
        }
        Matcher matcher = rest.matcher(line).region(beginning.length(), line.length());
        return matcher.matches() ? matcher : null;
    }
}
