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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows where a line of the dialogue may hold a PIN, a password or a user's name: in commands that give one, in what a module that
 * repeats commands says, and in answers that tell one. And which lines tell a number that belongs to one person: IMEI, IMSI, ICCID.
 */
public final class SecretMasker {

    /** What stands instead of a secret. */
    static final String MASK = "***";

    private static final Pattern GIVEN = Pattern.compile(
            "(?i)([+*$^](?:CPIN[2R]?|CLCK|CPWD|CGAUTH|CSOCKAUTH|MCGDEFCONT|QCPDPP|QICSGP|CMQTTCONNECT|SAPBR|CFTPSUN|CFTPSPW"
                    + "|CFTPSLOGIN|SMTPAUTH)\\s*=\\s*)(?!\\?).+");
    private static final Pattern TOLD =
            Pattern.compile("(?i)([+*$^](?:CGAUTH|CSOCKAUTH|MCGDEFCONT|QCPDPP|QICSGP|SAPBR)\\s*:\\s*).+");

    /** Answers that tell the number of the module, the card or the subscriber, with the command's name or bare. */
    private static final Pattern PERSONAL =
            Pattern.compile("(?i)([+*$^]?(?:CIMI|C?GSN|[CQ]?CCID|C?ICCID|IMEI|IMSI|SN)\\s*:\\s*).+"
                    + "|()\"?[0-9]{14,22}[A-F]?\"?\\s*");

    /** What the module says by itself or answers, which is no echo. */
    private static final Pattern SAID = Pattern.compile("[+*^$%#][A-Za-z0-9 ]{2,20}:.*");
    /** What a damaged echo leaves of a command that gives a secret: a word without its command's name, or half of one. */
    private static final Pattern RAGGED = Pattern.compile("=\\s*(\".*)|^(\"?[0-9]{3,8}\"?)$");

    /** Commands whose words hold no secret, and are worth showing. */
    private static final Pattern OPEN = Pattern.compile(
            "(?i)(?:\\+(?:CGDCONT|CIPOPEN|CIPSEND|CDNSGIP|CDNSCFG|COPS|CPSMS|CEDRXS|CEDRXRDP|CGACT|CGPADDR|CNTP|QCPING|CNMP|CMNB|CTZ[RU]|CFUN"
                    + "|CCLK|CSCS|CMEE|CSCLK)\\s*=).*");

    private static final Pattern NUMBERS = Pattern.compile("[0-9,.?()\\s-]*");

    private SecretMasker() {}

    /** What is for people with everything behind the name of such a command masked. */
    static String masked(String text) {
        int begin = begin(text);
        return begin < 0 ? text : text.substring(0, begin) + MASK;
    }

    /** A line of the module, which may also be what is left of such a command in a damaged echo. */
    static String maskedLine(String line) {
        Matcher personal = PERSONAL.matcher(line);
        if (personal.matches()) {
            return (personal.group(1) == null ? "" : personal.group(1)) + MASK;
        }
        String masked = masked(line);
        if (!masked.equals(line) || SAID.matcher(line).matches()) {
            return masked;
        }
        Matcher ragged = RAGGED.matcher(line);
        if (ragged.find()) {
            return line.substring(0, Math.max(ragged.start(1), ragged.start(2))) + MASK;
        }
        boolean halfAWord = line.chars().filter(c -> c == '"').count() % 2 == 1;
        return halfAWord ? MASK : line;
    }

    /** A command line of a user: words of a command that is not known to hold no secret are masked, too. */
    public static String maskedCommand(String text) {
        int begin = begin(text);
        String told = begin < 0 ? text : text.substring(0, begin);
        StringBuilder shown = new StringBuilder();
        for (String part : told.split("(?<=;)")) {
            int words = part.indexOf('=') + 1;
            boolean open = words == 0
                    || NUMBERS.matcher(part.substring(words).replace(";", "")).matches()
                    || OPEN.matcher(part.replaceFirst("(?i)^\\s*AT\\s*", "")).matches();
            shown.append(open ? part : part.substring(0, words) + MASK + (part.endsWith(";") ? ";" : ""));
        }
        return begin < 0 ? shown.toString() : shown + MASK;
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
