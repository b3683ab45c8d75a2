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

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.CipRxGetHeader;
import io.github.sim7028.at.codec.UrcParser;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtProtocolException;
import io.github.sim7028.at.error.IpError;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * AT+CIPRXGET=2 or 3 (2.1.5): reads buffered data, raw or as hex digits. The bytes are handed over when what follows them
 * shows that they are the data, whole and in its place ({@link ReadLayout}); the result is how many bytes are left, -1 when there was
 * nothing to read.
 */
public final class CipRxGet extends AtCommand<Integer> {

    /** The result when the buffer was empty. */
    public static final int NO_DATA = -1;

    private static final int MAX_BODY = 1500;
    private static final int MAX_LINE_ENDS = 8;

    private final boolean hex;
    private final int link;
    private final int length;
    private final Consumer<byte[]> data;
    private ReadLayout layout = new ReadLayout();
    private int rest = NO_DATA;
    private int count;
    private ReadLayout.Cut cut;
    private String behind = "";
    /** Whether the module said something by itself between the data and {@code OK}. */
    private boolean interrupted;

    /** The result is no longer awaited. */
    private boolean over;

    private boolean arrived;
    private boolean empty;
    private String contradiction;

    private CipRxGet(boolean hex, int link, int length, Consumer<byte[]> data) {
        super("AT+CIPRXGET=" + (hex ? 3 : 2) + "," + link + "," + length);
        this.hex = hex;
        this.link = link;
        this.length = length;
        this.data = data;
    }

    /** Reads up to {@code length} bytes, 1 to 1500, as they are. */
    public static CipRxGet raw(int link, int length, Consumer<byte[]> data) {
        return new CipRxGet(false, link, length, data);
    }

    /** Reads up to {@code length} bytes, 1 to 750, as hex digits. */
    public static CipRxGet hex(int link, int length, Consumer<byte[]> data) {
        return new CipRxGet(true, link, length, data);
    }

    /** How many bytes follow a line that looks like the answer to a read; {@link AtDecoder#NO_BODY} for any other line. */
    public static int unaskedLength(String line) {
        CipRxGetHeader header = CipRxGetHeader.parse(line);
        return header != null && header.bodyLength() <= MAX_BODY ? header.bodyLength() : AtDecoder.NO_BODY;
    }

    /** The link whose data follow such a line. */
    public static int linkOf(String header) {
        CipRxGetHeader read = CipRxGetHeader.parse(header);
        return read == null ? -1 : read.link();
    }

    /** Whether bytes have been taken out of the module's buffer, or may have been. */
    public boolean arrived() {
        return arrived;
    }

    public boolean isHex() {
        return hex;
    }

    /** How this module lays out what is read. */
    public void layout(ReadLayout known) {
        layout = known;
    }

    @Override
    public int bodyLength(String line) {
        CipRxGetHeader header = arrived ? null : CipRxGetHeader.parse(line);
        if (header == null || header.hex() != hex || header.link() != link || header.count() > length) {
            return AtDecoder.NO_BODY;
        }
        arrived = true;
        count = header.count();
        rest = header.rest();
        return hex ? 2 * count : layout.length(count);
    }

    /** Line ends may stand before hex digits; whether they stand before raw data shows when the next bytes are seen, too. */
    public int more(byte[] taken) {
        return hex ? lineEnds(taken) + 2 * count - taken.length : layout.more(taken, count);
    }

    private static int lineEnds(byte[] bytes) {
        int ends = 0;
        while (ends < bytes.length && ends < MAX_LINE_ENDS && (bytes[ends] == '\r' || bytes[ends] == '\n')) {
            ends++;
        }
        return ends;
    }

    /** Keeps the bytes until what follows them shows that they are the data and nothing else. */
    @Override
    public void body(String header, byte[] bytes) {
        cut = hex
                ? ReadLayout.ofDigits(fromHex(Arrays.copyOfRange(bytes, lineEnds(bytes), bytes.length)))
                : layout.cut(bytes, count);
        if (cut == null && contradiction == null) {
            contradiction = "the line ends around the data differ from those of earlier reads";
        }
        if (over && layout.isKnown()) {
            // late, and its link will not be trusted any more: what is known to be good is not lost
            handOver();
        }
    }

    /** What stood behind the data. */
    public void followed(String lineEnds) {
        behind = cut == null ? lineEnds : cut.taken() + lineEnds;
    }

    /** Only what the module says by itself may stand between the data and {@code OK}: anything else is data out of place. */
    @Override
    public boolean accept(String line) {
        if (!arrived) {
            return false;
        }
        if (UrcParser.isUrc(line)) {
            interrupted = true;
            return false;
        }
        contradiction = "more follows the data than its header announced";
        return true;
    }

    /** The same for what is no line. */
    public void noise() {
        if (arrived) {
            contradiction = "more follows the data than its header announced";
        }
    }

    @Override
    public boolean mayEnd() {
        return arrived;
    }

    @Override
    public boolean forgives(AtError reason) {
        empty = IpError.NO_DATA.is(reason);
        return empty;
    }

    /** A second ERROR must not be taken for the answer to what is asked next. */
    @Override
    public boolean leavesDoubt(AtError reason) {
        return true;
    }

    @Override
    public Integer result() throws AtProtocolException {
        if (count > 0 && contradiction == null) {
            contradiction = layout.judge(cut, behind, !interrupted);
        }
        if (contradiction != null) {
            throw new AtProtocolException(shown(), contradiction);
        }
        handOver();
        over = true;
        return empty ? NO_DATA : rest;
    }

    /** Its {@code OK} is missing: the bytes are gone from the module, so they are not lost where they are known to be good. */
    @Override
    public void failed() {
        over = true;
        if (layout.isKnown()) {
            handOver();
        }
    }

    /** The {@code OK} to it came late. */
    public void endedLate() {
        if (count > 0 && cut != null && contradiction == null && layout.judge(cut, behind, !interrupted) == null) {
            handOver();
        }
    }

    private void handOver() {
        if (cut != null && cut.data().length > 0 && contradiction == null) {
            byte[] read = cut.data();
            cut = null;
            data.accept(read);
        }
    }

    private byte[] fromHex(byte[] digits) {
        byte[] bytes = new byte[digits.length / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(digits[2 * i], 16);
            int low = Character.digit(digits[2 * i + 1], 16);
            if (high < 0 || low < 0) {
                contradiction = "the hex data contains something other than pairs of hex digits";
                return new byte[0];
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }
}
