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
package io.github.sim7028.at.command;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How a module lays out data that is read: what stands between the header's line and the data, and between the data and {@code OK}. Line
 * ends only, but how many the note does not say, and firmware differs (hex reads of B07 have one more before the digits). It is learned
 * from the module, and every read must fit: otherwise bytes were lost or added, and the data may be shifted.
 */
public final class ReadLayout {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final String WHOLE_LINES = "(?:\\r\\n)+";
    /** How often a way to go on must be seen until it is the module's and no fault: one of whole lines, and any other. */
    private static final int CREDIBLE = 2;

    private static final int CREDIBLE_IF_ODD = 3;

    private enum Lead {
        /** Not known yet. */
        UNKNOWN,
        /** The data follows the header's line at once. */
        NONE,
        /** A line end more stands before it. */
        LINE_END
    }

    /** What was seen behind the data, and how often. */
    private final Map<String, Integer> ends = new HashMap<>();

    private Lead lead = Lead.UNKNOWN;
    /** Data was handed over that could have been read either way. */
    private boolean assumed;

    /** How many bytes are to be taken for so many of data. */
    int length(int count) {
        return lead == Lead.LINE_END && count > 0 ? count + LINE_END.length : count;
    }

    /** How many more bytes must be seen to know what of these is data. */
    int more(byte[] taken, int count) {
        return lead == Lead.UNKNOWN && taken.length == count && beginsWithLineEnd(taken) ? LINE_END.length : 0;
    }

    /** Cuts the data out of what was taken; null when it does not fit. */
    Cut cut(byte[] taken, int count) {
        if (lead == Lead.LINE_END && count > 0) {
            return beginsWithLineEnd(taken) && taken.length > LINE_END.length
                    ? new Cut(Arrays.copyOfRange(taken, LINE_END.length, taken.length), "", lead, false)
                    : null;
        }
        if (taken.length == count) {
            boolean doubtful = beginsWithLineEnd(taken);
            return new Cut(taken, "", doubtful ? lead : Lead.NONE, doubtful);
        }
        boolean ambiguous =
                count > 1 && taken[count] == '\r' && taken[count + 1] == '\n' || count == 1 && taken[1] == '\r';
        return ambiguous
                ? new Cut(Arrays.copyOf(taken, count), "\r\n", Lead.UNKNOWN, true)
                : new Cut(Arrays.copyOfRange(taken, LINE_END.length, taken.length), "", Lead.LINE_END, false);
    }

    /** Of hex digits no line end can be one. */
    static Cut ofDigits(byte[] data) {
        return new Cut(data, "", Lead.NONE, false);
    }

    private static boolean beginsWithLineEnd(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == '\r' && (bytes.length == 1 || bytes[1] == '\n');
    }

    /** What was cut out, what of the line ends behind it was taken with it, what that shows, and whether its beginning may be none of it. */
    record Cut(byte[] data, String taken, Lead shows, boolean doubtful) {}

    /**
     * Judges what came behind the data.
     *
     * @param behind      the line ends up to the next other byte
     * @param immediately whether that was {@code OK}, and no line that the module said by itself
     * @return what does not fit; null when all does
     */
    String judge(Cut cut, String behind, boolean immediately) {
        if (cut.shows() == Lead.LINE_END && lead == Lead.UNKNOWN && assumed) {
            lead = Lead.LINE_END;
            // what was taken for it belonged to the data
            ends.clear();
            return "the module sends a line end before the data; earlier reads may have taken such a line end for data";
        }
        boolean whole = behind.matches(WHOLE_LINES);
        int seen = immediately ? ends.merge(behind, 1, Integer::sum) : ends.getOrDefault(behind, 0);
        boolean first = immediately && whole && ends.size() == 1;
        boolean fits = immediately ? first || seen >= (whole ? CREDIBLE : CREDIBLE_IF_ODD) : whole && !cut.doubtful();
        if (!fits) {
            return "the data read does not end where its count says: bytes may have been lost";
        }
        assumed |= cut.shows() == Lead.UNKNOWN && cut.data().length > 0;
        lead = lead == Lead.UNKNOWN ? cut.shows() : lead;
        return null;
    }

    /** Whether data can be told from what surrounds it without what comes behind. */
    boolean isKnown() {
        return lead != Lead.UNKNOWN;
    }
}
