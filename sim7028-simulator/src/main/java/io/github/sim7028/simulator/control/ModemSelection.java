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
package io.github.sim7028.simulator.control;

import io.github.sim7028.simulator.VirtualModem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of several modems, as text: {@code all}; numbers from 1, {@code 3} or {@code 3-7}; names; several of these, separated by commas;
 * or a share chosen by chance, {@code half} or {@code 20%}.
 */
final class ModemSelection {

    static final String ALL = "all";

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3})%");
    private static final int WHOLE = 100;

    private ModemSelection() {}

    /**
     * Selects, in the order of the modems.
     *
     * @throws IllegalArgumentException when a modem is not there, or the text has another form
     */
    static List<VirtualModem> of(String text, List<VirtualModem> modems, Random random) {
        String wanted = text.strip();
        Matcher share = SHARE.matcher(wanted);
        if (wanted.equals(ALL)) {
            return modems;
        } else if (wanted.equals("half")) {
            return some(WHOLE / 2, modems, random);
        } else if (share.matches()) {
            int percent = Integer.parseInt(share.group(1));
            if (percent < 1 || percent > WHOLE) {
                throw new IllegalArgumentException("modems must be 1% to 100%, not " + wanted);
            }
            return some(percent, modems, random);
        }
        TreeSet<Integer> chosen = new TreeSet<>();
        for (String part : wanted.split(",", -1)) {
            add(part.strip(), modems, chosen);
        }
        return chosen.stream().map(modems::get).toList();
    }

    private static List<VirtualModem> some(int percent, List<VirtualModem> modems, Random random) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < modems.size(); i++) {
            places.add(i);
        }
        Collections.shuffle(places, random);
        int count = Math.max(1, Math.round(modems.size() * percent / (float) WHOLE));
        return places.subList(0, count).stream().sorted().map(modems::get).toList();
    }

    private static void add(String part, List<VirtualModem> modems, TreeSet<Integer> chosen) {
        Matcher numbers = NUMBERS.matcher(part);
        if (numbers.matches()) {
            int first = Integer.parseInt(numbers.group(1));
            int last = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
            if (first < 1 || last > modems.size() || first > last) {
                throw new IllegalArgumentException(
                        "modems: there is no '" + part + "'; the modems have the numbers 1 to " + modems.size());
            }
            for (int number = first; number <= last; number++) {
                chosen.add(number - 1);
            }
            return;
        }
        for (int i = 0; i < modems.size(); i++) {
            if (modems.get(i).name().orElse("").equals(part)) {
                chosen.add(i);
                return;
            }
        }
        throw new IllegalArgumentException("modems: there is no modem '" + part
                + "'; write all, half, 20%, a number, numbers such as 3-7, or a name; separate several by commas");
    }
}
