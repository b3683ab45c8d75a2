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
package io.github.sim7028.tool.modem;

import java.util.LinkedHashMap;
import java.util.Map;

/** The driver's advice in the words of this program: the driver names the options of the component. */
final class OptionWords {

    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("the options apn and ipFamily", "--apn");
        WORDS.put("the option apn", "--apn");
        WORDS.put("the option simPin", "--pin");
        WORDS.put("correct the option", "correct --pin");
        WORDS.put("the option device", "LINE");
        WORDS.put("powerSaving=off", "--power-saving off");
    }

    private OptionWords() {}

    static String in(String text) {
        String said = text;
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            said = said.replace(word.getKey(), word.getValue());
        }
        return said;
    }
}
