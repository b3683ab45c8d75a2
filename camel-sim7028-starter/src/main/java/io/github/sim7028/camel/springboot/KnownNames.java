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
package io.github.sim7028.camel.springboot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of options, and what to say of a name that is none. */
final class KnownNames {

    /** Small and without hyphens, as names are compared; with the name as it is written. */
    private final Map<String, String> names = new LinkedHashMap<>();

    @SafeVarargs
    KnownNames(List<String>... written) {
        for (List<String> some : written) {
            some.forEach(name -> names.put(name.replace("-", ""), name));
        }
    }

    boolean contains(String name) {
        return names.containsKey(name);
    }

    /** As the name is written in a file. */
    String written(String name) {
        return names.get(name);
    }

    /**
     * What to do about a name; null if it is that of an option.
     *
     * @param before what stands before the name in a file
     */
    String advice(String name, String before) {
        if (contains(name)) {
            return null;
        }
        List<String> near = new ArrayList<>();
        int least = Math.max(2, name.length() / 4) + 1;
        for (Map.Entry<String, String> option : names.entrySet()) {
            int distance = distance(name, option.getKey());
            if (distance < least) {
                least = distance;
                near.clear();
            }
            if (distance == least && distance <= Math.max(2, name.length() / 4)) {
                near.add(before + option.getValue());
            }
        }
        return near.isEmpty() ? "no option has this name" : "did you mean " + String.join(" or ", near) + "?";
    }

    /** How many letters are to be changed, added or left out to make one of the other; two that have changed places count once. */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
                least = Math.min(least, steps[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    least = Math.min(least, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = least;
            }
        }
        return steps[one.length()][other.length()];
    }
}
