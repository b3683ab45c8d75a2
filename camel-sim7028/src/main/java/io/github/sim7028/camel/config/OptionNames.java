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
package io.github.sim7028.camel.config;

import java.util.Locale;

/** Values of options as users write them. */
public final class OptionNames {

    private OptionNames() {}

    /** {@code DROP_OLDEST} as {@code dropOldest}. */
    public static String of(Enum<?> value) {
        StringBuilder name = new StringBuilder(value.name().toLowerCase(Locale.ROOT));
        for (int i = name.indexOf("_"); i >= 0; i = name.indexOf("_")) {
            name.deleteCharAt(i).setCharAt(i, Character.toUpperCase(name.charAt(i)));
        }
        return name.toString();
    }
}
