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

import io.github.sim7028.line.util.ForeignText;
import java.util.regex.Pattern;

/**
 * Checks text that goes into a command before any byte leaves: nothing may end the string, the line or the input. And makes text from
 * outside fit for people.
 */
public final class AtSyntax {

    private static final Pattern HOST_NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9_-]{0,62}))*\\.?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}(\\.[0-9]{1,3}){0,3}");
    /** No number begins with a zero: some programs read such a number as octal. */
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private static final Pattern COMMAND = Pattern.compile("[Aa][Tt][\\x20-\\x7E]{0,500}");
    private static final Pattern APN = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern WORD = Pattern.compile("[\\x20-\\x7E&&[^\"\\\\]]{1,100}");
    private static final int MAX_HOST = 254;

    private AtSyntax() {}

    /** A host name (2.1.17: labels of letters, digits and hyphens), an IPv4 or an IPv6 address without brackets. */
    public static String requireHost(String what, String value) {
        if (!isHost(value)) {
            throw new IllegalArgumentException(what + ": " + shown(value) + " is not a host; allowed are a name of"
                    + " letters, digits, '-' and '.' (at most 254 characters, 63 between dots), an IPv4 address or an"
                    + " IPv6 address" + offence(value));
        }
        return value;
    }

    /** Whether it can be a host of a command. */
    public static boolean isHost(String value) {
        return value.length() <= MAX_HOST && (HOST_NAME.matcher(value).matches() || isIpv6(value));
    }

    /** An access point name: letters, digits, dot, hyphen and underscore. */
    public static String requireApn(String value) {
        if (!APN.matcher(value).matches()) {
            throw new IllegalArgumentException("apn: " + shown(value)
                    + " is not an access point name; allowed are 1 to 100 letters, digits, '.', '-' and '_'"
                    + offence(value));
        }
        return value;
    }

    /** Whether it may stand between the quotes of an AT command: neither a quote nor a backslash (V.250, 5.4.2.2) nor a control character. */
    public static boolean isWord(String value) {
        return WORD.matcher(value).matches();
    }

    /** Whether it is an IPv4 or IPv6 address rather than a name. */
    public static boolean isAddress(String value) {
        return IPV4.matcher(value).matches() || isIpv6(value);
    }

    /** Whether it is written like one; its last part may be an IPv4 address. */
    private static boolean isIpv6(String value) {
        int colon = value.lastIndexOf(':');
        return colon >= 0
                && IPV6.matcher(value).matches()
                && (value.indexOf('.') < 0
                        || IPV4.matcher(value.substring(colon + 1)).matches());
    }

    /** A whole command line: begins with AT and has no control character that could end it early. */
    public static String requireCommand(String what, String value) {
        if (!COMMAND.matcher(value).matches()) {
            throw new IllegalArgumentException(what + ": " + shown(SecretMasker.maskedCommand(value))
                    + " is not an AT command; allowed are AT" + " followed by up to 500 printable ASCII characters");
        }
        return value;
    }

    /** The value in quotes, control characters made visible and overlong ones cut. */
    public static String shown(String value) {
        return ForeignText.quoted(value);
    }

    /** Whether a command, or several, give a PIN or password. */
    public static boolean holdsSecret(String commands) {
        return SecretMasker.begin(commands) >= 0;
    }

    /**
     * What a module said as text for people, in messages, logs, events and health: secrets masked, whatever is no printable ASCII made
     * visible, overlong text cut.
     *
     * @param value what a module, a line or a file said; null is nothing
     */
    public static String foreign(String value) {
        return value == null ? "" : ForeignText.ascii(SecretMasker.masked(value));
    }

    private static String offence(String value) {
        return value.chars()
                .filter(c -> c < 0x20 || c == '"' || c == ';' || c == ',' || c == 0x7F)
                .boxed()
                .findFirst()
                .map(c -> " (it contains "
                        + (c < 0x20 || c == 0x7F
                                ? String.format("the control character 0x%02X", c)
                                : "'" + (char) c.intValue() + "'")
                        + ", which could end the AT command)")
                .orElse("");
    }
}
