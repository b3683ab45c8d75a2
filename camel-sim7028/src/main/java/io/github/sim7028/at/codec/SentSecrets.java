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

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The secrets a dialogue has given to its module: an echo that comes back damaged, or an error that repeats its command, shows none of
 * them to people.
 */
public final class SentSecrets {

    private static final int MAX_KEPT = 16;
    private static final int SHORTEST = 3;

    /** Commands that gave a secret, as they were, and the words that are secret. */
    private final Set<String> commands = new LinkedHashSet<>();

    private final Set<String> words = new LinkedHashSet<>();

    /**
     * A command that gives a secret goes to the module.
     *
     * @param shown the same with its secrets masked
     */
    public void saying(String text, String shown) {
        if (commands.size() == MAX_KEPT) {
            return;
        }
        commands.add(text);
        int begin = 0;
        while (begin < shown.length() && begin < text.length() && shown.charAt(begin) == text.charAt(begin)) {
            begin++;
        }
        for (String word : text.substring(begin).split("[\",;]")) {
            if (word.length() >= SHORTEST) {
                words.add(word);
            }
        }
    }

    /** A line of the module as people may see it. */
    public String masked(String line) {
        String masked = SecretMasker.maskedLine(line);
        if (commands.isEmpty()) {
            return masked;
        }
        boolean remnant = masked.length() >= 2 && commands.stream().anyMatch(command -> command.endsWith(masked));
        if (remnant) {
            return SecretMasker.MASK;
        }
        int begin = words.stream()
                .mapToInt(masked::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
        return begin < 0 ? masked : masked.substring(0, begin) + SecretMasker.MASK;
    }
}
