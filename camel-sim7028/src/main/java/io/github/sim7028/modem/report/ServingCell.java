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
package io.github.sim7028.modem.report;

import java.util.Objects;

/**
 * The serving cell and its levels (AT+CPSI?, AT+CESQ). A value that the module does not report is null.
 *
 * @param inService whether the module has a cell; null if the firmware refuses AT+CPSI?
 * @param mode      the system mode, {@code NB} or {@code LTE NB-IOT}
 * @param state     the state of the radio, {@code Online} or {@code Offline}
 * @param operator  country and network code of the operator (MCC, MNC), as {@code 46000}
 * @param tac       the tracking area code
 * @param cell      the cell identity
 * @param pci       the physical cell identity, 0 to 503
 * @param band      the number of the band
 * @param earfcn    the number of the channel
 * @param rsrp      the received power of the reference signal in dBm, -156 to -44
 * @param rsrq      the quality of the reference signal in dB
 * @param sinr      the ratio of signal to noise in dB
 */
public record ServingCell(
        Boolean inService,
        String mode,
        String state,
        String operator,
        Integer tac,
        Long cell,
        Integer pci,
        Integer band,
        Integer earfcn,
        Integer rsrp,
        Double rsrq,
        Integer sinr)
        implements AsMap {

    /** Only levels are known. */
    public static final ServingCell UNKNOWN =
            new ServingCell(null, null, null, null, null, null, null, null, null, null, null, null);

    private static final String NONE = "NO SERVICE";

    /** No cell is received below this: a lower number is in tenths of a decibel, as other modules of the family write it. */
    private static final int LOWEST_RSRP = -200;

    private static final int HIGHEST_RSRQ_CODE = 34;
    private static final int HIGHEST_RSRP_CODE = 97;

    /** Parses the answer to AT+CPSI? without the name of the command; fields at the end may be missing. */
    public static ServingCell of(String text) {
        String[] fields = text.split(",");
        String mode = field(fields, 0);
        if (mode == null || mode.equalsIgnoreCase(NONE)) {
            return new ServingCell(false, null, field(fields, 1), null, null, null, null, null, null, null, null, null);
        }
        Long rsrp = number(fields, 11);
        Long rsrq = number(fields, 10);
        boolean tenths = rsrp != null && rsrp < LOWEST_RSRP;
        String operator = field(fields, 2);
        return new ServingCell(
                true,
                mode,
                field(fields, 1),
                operator == null ? null : operator.replace("-", ""),
                small(number(fields, 3)),
                number(fields, 4),
                small(number(fields, 5)),
                small(parsed(field(fields, 6), ".*?([0-9]+)$", 10)),
                small(number(fields, 7)),
                rsrp == null || rsrp >= 0 ? null : (int) (tenths ? Math.round(rsrp / 10.0) : rsrp),
                rsrq == null ? null : rsrq / (tenths ? 10.0 : 1.0),
                small(number(fields, 13)));
    }

    /**
     * The same with the levels of AT+CESQ (3GPP TS 27.007, 8.69), which are more precise than those of AT+CPSI?. Codes without a
     * meaning (255) change nothing.
     *
     * @param rsrqCode 0 to 34, from -20 dB in steps of half a decibel
     * @param rsrpCode 0 to 97, from -141 dBm in steps of one
     */
    public ServingCell withLevels(int rsrqCode, int rsrpCode) {
        return new ServingCell(
                inService,
                mode,
                state,
                operator,
                tac,
                cell,
                pci,
                band,
                earfcn,
                rsrpCode >= 0 && rsrpCode <= HIGHEST_RSRP_CODE ? Integer.valueOf(rsrpCode - 141) : rsrp,
                rsrqCode >= 0 && rsrqCode <= HIGHEST_RSRQ_CODE ? Double.valueOf(rsrqCode / 2.0 - 20) : rsrq,
                sinr);
    }

    /** Whether the module is in another cell, or lost its cell, since the other record; levels do not count. */
    public boolean movedFrom(ServingCell before) {
        return !Objects.equals(inService, before.inService)
                || !Objects.equals(cell, before.cell)
                || !Objects.equals(tac, before.tac)
                || !Objects.equals(band, before.band)
                || !Objects.equals(operator, before.operator);
    }

    /** As in {@code NB, operator 46000, band 8, cell 187215874, TAC 10798, RSRP -98 dBm, RSRQ -9.0 dB, SINR 12 dB}. */
    public String describe() {
        if (Boolean.FALSE.equals(inService)) {
            return "no service";
        }
        StringBuilder text = new StringBuilder(mode == null ? "unknown cell" : mode);
        append(text, "operator", operator, "");
        append(text, "band", band, "");
        append(text, "cell", cell, "");
        append(text, "TAC", tac, "");
        append(text, "RSRP", rsrp, " dBm");
        append(text, "RSRQ", rsrq, " dB");
        append(text, "SINR", sinr, " dB");
        return text.toString();
    }

    private static void append(StringBuilder text, String name, Object value, String unit) {
        if (value != null) {
            text.append(", ").append(name).append(' ').append(value).append(unit);
        }
    }

    private static String field(String[] fields, int index) {
        String field = index < fields.length ? fields[index].replace("\"", "").trim() : "";
        return field.isEmpty() ? null : field;
    }

    /** Decimal, or hexadecimal with its 0x. */
    private static Long number(String[] fields, int index) {
        String field = field(fields, index);
        return field != null && field.regionMatches(true, 0, "0x", 0, 2)
                ? parsed(field.substring(2), "([0-9A-Fa-f]+)", 16)
                : parsed(field, "(-?[0-9]+)", 10);
    }

    private static Long parsed(String field, String shape, int radix) {
        if (field == null || field.length() > 30 || !field.matches(shape)) {
            return null;
        }
        try {
            return Long.parseLong(field.replaceFirst("^" + shape + "$", "$1"), radix);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Integer small(Long value) {
        return value == null || value != value.intValue() ? null : Integer.valueOf(value.intValue());
    }
}
