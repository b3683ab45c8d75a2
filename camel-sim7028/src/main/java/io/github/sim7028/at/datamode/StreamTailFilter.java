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
package io.github.sim7028.at.datamode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes a stream on, but for an end that may not be data: what the module says when the connection has closed or when it has
 * restarted, with the lines that follow, or after the escape its {@code OK}. Such an end is kept until its meaning is known.
 */
final class StreamTailFilter {

    private static final String OK = "\r\nOK\r\n";
    /** The first line that the loader logs when the module starts. */
    private static final String LOADER = "LoadVerifyImageHead";

    private static final String WORDS = "CLOSED|NO CARRIER|RDY|\\*ATREADY: ?1|" + LOADER + "[\\x20-\\x7e]{0,100}";
    /** Whole lines, then perhaps the beginning of one. The close of a connection is said once: before a second one is data. */
    private static final String LINES = "(?:\\r\\n(?!CLOSED\\r|NO CARRIER\\r)[\\x20-\\x7e]{1,200}\\r\\n)*+";

    private static final String BEGUN_LINE = "(?:\\r(?:\\n[\\x20-\\x7e]{0,200}\\r?)?)?\\z";
    private static final Pattern TAIL = Pattern.compile("\\r\\n(?:" + WORDS + ")\\r\\n" + LINES + BEGUN_LINE);
    /** A module that has restarted repeats the escape: its echo is on. */
    private static final String ECHO = "\\+{1,15}";

    private static final Pattern ESCAPED_TAIL = Pattern.compile(
            "\\r\\n(?:OK|" + WORDS + ")\\r\\n" + LINES + "(?:" + ECHO + ")?" + BEGUN_LINE + "|" + ECHO + "\\z");
    private static final Pattern ECHOED_TAIL = Pattern.compile("\\r\\n(?:" + WORDS + ")\\r\\n" + LINES + ECHO + "\\z");
    /** A server's next client is connected to in the same breath: what follows may be its data. */
    private static final Pattern NEXT_CLIENT = Pattern.compile(
            "(\\r\\n(?:CLOSED|NO CARRIER)\\r\\n(?:\\r\\n(?!CONNECT)[\\x20-\\x7e]{1,200}\\r\\n)*?"
                    + "\\r\\n\\+CLIENT: ?0, ?[0-9]+, ?([^\\r\\n]{3,60}):([0-9]{1,5})\\r\\n)\\r\\nCONNECT[^\\r\\n]{0,20}\\r\\n");

    private static final Pattern WHOLE_LINES = Pattern.compile("(?:\\r\\n[\\x20-\\x7e]{1,400}\\r\\n)*+");
    private static final List<String> MARKERS =
            List.of("\r\nCLOSED\r\n", "\r\nNO CARRIER\r\n", "\r\nRDY\r\n", "\r\n*ATREADY: 1\r\n", "\r\n" + LOADER, OK);
    private static final int LONGEST_MARKER =
            MARKERS.stream().mapToInt(String::length).max().orElseThrow();
    private static final Pattern BEGUN_LOADER = Pattern.compile("\\r\\n" + LOADER + "[\\x20-\\x7e]{0,100}\\r?\\z");

    private static final int WINDOW = 4096;
    private static final int NEXT_CLIENT_WINDOW = 256 * 1024;

    private String held = "";
    /** Passed on already, and yet it may be the beginning of what is looked for. */
    private String ghost = "";

    private boolean escaped;
    private boolean serving;

    /** What a client left behind and who came next. */
    record NextClient(byte[] lines, String host, int port, byte[] data) {}

    /** Whether an {@code OK} is looked for, too. */
    void escaped(boolean now) {
        escaped = now;
    }

    /** Whether the connection is a server's client, so that another one may follow. */
    void serving(boolean now) {
        serving = now;
    }

    boolean serving() {
        return serving;
    }

    void clear() {
        held = "";
        ghost = "";
        escaped = false;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Takes the next bytes; returns what is data for certain. */
    byte[] take(byte[] bytes, int offset, int length) {
        String all = ghost + held + new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        int known = ghost.length();
        int from = holdFrom(all);
        ghost = from < known ? all.substring(from, known) : "";
        held = all.substring(Math.max(from, known));
        return bytes(all.substring(known, Math.max(from, known)));
    }

    private int holdFrom(String all) {
        // in all of it: what a next client has sent may be long and without a CR
        if (all.indexOf('\r') < 0 && !(escaped && all.endsWith("+"))) {
            return all.length();
        }
        Matcher next = NEXT_CLIENT.matcher(all);
        if (serving && next.find(Math.max(0, all.length() - NEXT_CLIENT_WINDOW))) {
            return next.start();
        }
        Matcher tail = (escaped ? ESCAPED_TAIL : TAIL).matcher(all);
        if (tail.find(Math.max(0, all.length() - WINDOW))) {
            return tail.start();
        }
        Matcher begun = BEGUN_LOADER.matcher(all);
        if (begun.find(Math.max(0, all.length() - WINDOW))) {
            return begun.start();
        }
        for (int count = Math.min(all.length(), LONGEST_MARKER); count > 0; count--) {
            String end = all.substring(all.length() - count);
            if (MARKERS.stream().anyMatch(marker -> marker.startsWith(end) && (escaped || !marker.equals(OK)))) {
                return all.length() - count;
            }
        }
        return all.length();
    }

    /** Whether what is kept may be the module's word that the connection has ended. */
    boolean suspicious() {
        String all = ghost + held;
        return TAIL.matcher(all).find()
                || escaped && ECHOED_TAIL.matcher(all).find()
                || serving && NEXT_CLIENT.matcher(all).find();
    }

    /** Whether what is kept tells of a next client, whose connection has begun. */
    boolean tellsOfNextClient() {
        return serving && NEXT_CLIENT.matcher(held).find();
    }

    /** Takes out what is kept. */
    byte[] release() {
        byte[] all = bytes(held);
        held = "";
        ghost = "";
        return all;
    }

    /** Takes out what is kept as data, and yet remembers it: the rest may make it look different. */
    byte[] releaseBeginning() {
        byte[] all = bytes(held);
        ghost = ghost + held;
        held = "";
        return all;
    }

    /** Whether the escape's {@code OK} is there, with nothing but whole lines behind it. */
    boolean hasOk() {
        int at = held.lastIndexOf(OK);
        return at >= 0
                && WHOLE_LINES
                        .matcher(held)
                        .region(at + OK.length(), held.length())
                        .matches();
    }

    /** Takes out the data before the escape's {@code OK}; the lines behind it stay. */
    byte[] releaseBeforeOk() {
        int at = held.lastIndexOf(OK);
        byte[] data = bytes(held.substring(0, at));
        held = held.substring(at + OK.length());
        ghost = "";
        return data;
    }

    /** The next client that data seems to tell of; null when it tells of none. */
    NextClient nextClient(byte[] data) {
        if (!serving) {
            return null;
        }
        String all = new String(data, StandardCharsets.ISO_8859_1);
        Matcher matcher = NEXT_CLIENT.matcher(all);
        return matcher.find()
                ? new NextClient(
                        bytes(matcher.group(1)),
                        matcher.group(2),
                        Integer.parseInt(matcher.group(3)),
                        bytes(all.substring(matcher.end())))
                : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
