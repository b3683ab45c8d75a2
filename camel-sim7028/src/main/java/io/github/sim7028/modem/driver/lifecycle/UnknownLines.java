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
package io.github.sim7028.modem.driver.lifecycle;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.line.util.Counted;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the unknown lines of the module; each kind is logged once. */
final class UnknownLines {

    private static final int MAX_KINDS = 50;
    private static final int MAX_SHOWN = 120;
    private static final Pattern RESULT = Pattern.compile("([+*^%$#][A-Z][A-Z ]*)\\b[\\x20-\\x7E]*");
    private final String modem;
    private final Set<String> kinds = new HashSet<>();
    private long count;

    UnknownLines(String modem) {
        this.modem = modem;
    }

    void saw(String line) {
        count++;
        Matcher known = RESULT.matcher(line);
        String kind = known.matches() ? known.group(1) : "text";
        if (kinds.size() < MAX_KINDS && kinds.add(kind)) {
            // other text may be payload whose header was lost: not for the log
            String shown = known.matches() ? shortened(line) : "a line of " + Counted.of(line.length(), "character");
            LOG.info(
                    "Modem '{}' sent something unknown: {} (logged once, {} so far)",
                    modem,
                    shown,
                    Counted.of(count, "unknown line"));
        }
    }

    private static String shortened(String line) {
        return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line;
    }
}
