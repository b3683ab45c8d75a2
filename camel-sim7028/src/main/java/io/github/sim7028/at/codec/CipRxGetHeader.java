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

/**
 * {@code +CIPRXGET: <mode>,<link_num>,<read_len>,<rest_len>} (2.1.5): the line above data that is read.
 *
 * @param hex   whether the data comes as hex digits, two for a byte
 * @param count how many bytes of data follow
 * @param rest  how many are left in the module
 */
public record CipRxGetHeader(boolean hex, int link, int count, int rest) {

    private static final LineShape HEADER =
            new LineShape("+CIPRXGET:", " ?([23]), ?([0-9]{1,2}), ?([0-9]{1,4}), ?([0-9]{1,7})");

    /** The header a line is; null for any other line. */
    public static CipRxGetHeader parse(String line) {
        MatchResult found = HEADER.of(line);
        return found != null
                ? new CipRxGetHeader(
                        found.group(1).equals("3"),
                        Integer.parseInt(found.group(2)),
                        Integer.parseInt(found.group(3)),
                        Integer.parseInt(found.group(4)))
                : null;
    }

    /** How many bytes follow, hex digits counted one by one. */
    public int bodyLength() {
        return hex ? 2 * count : count;
    }
}
