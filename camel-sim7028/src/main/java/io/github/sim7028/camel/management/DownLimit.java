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
package io.github.sim7028.camel.management;

import io.github.sim7028.line.util.ForeignText;

/**
 * How many modems of a group may be down before the group is: a number or a share of them. A group is down in any case when all its modems are.
 *
 * @param count   how many, -1 for no limit or a share
 * @param percent how many of a hundred, -1 for a count or no limit
 */
public record DownLimit(int count, int percent) {

    private static final DownLimit NONE = new DownLimit(-1, -1);

    /**
     * Reads the option {@code groupMaxDown}; null stands for no limit.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public static DownLimit of(String text) {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        String value = text.strip();
        if (value.matches("[0-9]{1,6}")) {
            return new DownLimit(Integer.parseInt(value), -1);
        }
        if (value.matches("[0-9]{1,2}%|100%")) {
            return new DownLimit(-1, Integer.parseInt(value.substring(0, value.length() - 1)));
        }
        throw new IllegalArgumentException("camel.component.sim7028.groupMaxDown: " + ForeignText.quoted(text)
                + " is not a number of modems; allowed are a number such as 3 and a percentage such as 10%");
    }

    boolean isExceeded(int down, int total) {
        if (down == 0) {
            return false;
        }
        return down == total || count >= 0 && down > count || percent >= 0 && 100L * down > (long) percent * total;
    }

    @Override
    public String toString() {
        return count >= 0 ? String.valueOf(count) : percent >= 0 ? percent + "%" : "";
    }
}
