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
package io.github.sim7028.tool.transcript;

import io.github.sim7028.at.codec.TranscriptMasker;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes out of recorded sessions what must not be given to others: PINs and passwords, the numbers of module, card and subscriber, and the
 * payload where that is wanted. Numbers of bytes do not change, so that a masked transcript can still be replayed.
 */
public final class Masking {

    /** IMSI, IMEI and ICCID have 14 to 20 digits; nothing else in a dialogue has so many. */
    private static final int LEAST_DIGITS = 14;

    private final boolean payload;

    /** @param payload whether payload is kept */
    Masking(boolean payload) {
        this.payload = payload;
    }

    /** The entries of one opened line, masked. */
    List<Entry> masked(List<Entry> session) {
        // a driver that may find the module in data mode begins with the escape
        boolean inDataMode = session.stream()
                .filter(entry -> entry.mark() == Entry.TO_MODULE)
                .findFirst()
                .filter(entry -> entry.text().equals("+++"))
                .isPresent();
        TranscriptMasker masker =
                inDataMode ? new TranscriptMasker(payload, true) : TranscriptMasker.beginningWithCommands(payload);
        List<Entry> masked = new ArrayList<>(session.size());
        for (Entry entry : session) {
            masked.add(
                    entry.isEvent()
                            ? entry
                            : entry.mark() == Entry.TO_MODULE ? said(entry, masker) : heard(entry, masker));
        }
        return withoutNumbers(withoutNumbers(masked, Entry.TO_MODULE), Entry.FROM_MODULE);
    }

    private static Entry said(Entry entry, TranscriptMasker masker) {
        int[] before = entry.units();
        byte[] bytes = entry.bytes();
        int[] after = entry.with(masker.toModule(bytes, 0, bytes.length)).units();
        for (int i = 0; i < before.length && before.length == after.length; i++) {
            after[i] = before[i] < 0 ? before[i] : after[i];
        }
        return entry.with(Entry.text(after));
    }

    private static Entry heard(Entry entry, TranscriptMasker masker) {
        StringBuilder text = new StringBuilder();
        for (int unit : entry.units()) {
            String piece = masker.fromModule(new byte[] {(byte) (unit < 0 ? '?' : unit)}, 0, 1);
            text.append(unit < 0 && !piece.isEmpty() ? Entry.text(new int[] {unit}) : piece);
        }
        return entry.with(text.toString());
    }

    /** A number may be spread over several entries. */
    private static List<Entry> withoutNumbers(List<Entry> session, char mark) {
        List<int[]> units = session.stream().map(Entry::units).toList();
        List<int[]> run = new ArrayList<>();
        for (int e = 0; e < session.size(); e++) {
            if (session.get(e).mark() != mark) {
                continue;
            }
            for (int i = 0; i < units.get(e).length; i++) {
                int unit = units.get(e)[i];
                if (unit >= '0' && unit <= '9') {
                    run.add(new int[] {e, i});
                } else {
                    mask(run, units);
                }
            }
        }
        mask(run, units);
        List<Entry> masked = new ArrayList<>(session.size());
        for (int e = 0; e < session.size(); e++) {
            Entry entry = session.get(e);
            masked.add(entry.mark() == mark ? entry.with(Entry.text(units.get(e))) : entry);
        }
        return masked;
    }

    private static void mask(List<int[]> run, List<int[]> units) {
        if (run.size() >= LEAST_DIGITS) {
            run.forEach(at -> units.get(at[0])[at[1]] = Entry.MASKED_BYTE);
        }
        run.clear();
    }

    /** Transcript lines as {@link #masked} masks them; for a transcript that has not been in a file. */
    public static List<String> maskedLines(List<String> lines, boolean keepPayload) {
        Masking masking = new Masking(keepPayload);
        return Recorded.sessions(Recorded.entries(lines)).stream()
                .flatMap(session -> masking.masked(session).stream())
                .map(Entry::line)
                .toList();
    }
}
