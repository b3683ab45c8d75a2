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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows where a line of the dialogue may hold a PIN, a password or a user's name: in commands that give one, in what a module that
 * repeats commands says, and in answers that tell one.
 */
final class Secrets {

    /** What stands instead of a secret. */
    static final String MASK = "***";

    private static final Pattern GIVEN = Pattern.compile(
            "(?i)([+*$^](?:CPIN[2R]?|CLCK|CPWD|CGAUTH|CSOCKAUTH|MCGDEFCONT|QCPDPP|QICSGP|CMQTTCONNECT|SAPBR|CFTPSUN|CFTPSPW"
                    + "|CFTPSLOGIN|SMTPAUTH)\\s*=\\s*)(?!\\?).+");
    private static final Pattern TOLD =
            Pattern.compile("(?i)([+*$^](?:CGAUTH|CSOCKAUTH|MCGDEFCONT|QCPDPP|QICSGP|SAPBR)\\s*:\\s*).+");

    private Secrets() {}

    /** The line with everything behind such a name masked. */
    static String masked(String line) {
        int begin = begin(line);
        return begin < 0 ? line : line.substring(0, begin) + MASK;
    }

    /** Where what is secret begins on a line; -1 when nothing on it is. */
    static int begin(String line) {
        int given = begin(GIVEN, line);
        int told = begin(TOLD, line);
        return given < 0 ? told : told < 0 ? given : Math.min(given, told);
    }

    private static int begin(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.end(1) : -1;
    }
}
