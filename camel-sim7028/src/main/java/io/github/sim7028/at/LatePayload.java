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
package io.github.sim7028.at;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Whether a payload would do nothing if the module took it for commands instead. */
final class LatePayload {

    private static final Pattern COMMAND =
            Pattern.compile("at\\s*([+&*^$%#\\\\]|d[0-9*#]|[ehoqvz][0-9]?\\s*[\r\n;])|a/", Pattern.CASE_INSENSITIVE);

    private LatePayload() {}

    static boolean isHarmless(byte[] payload) {
        return !COMMAND.matcher(new String(payload, StandardCharsets.ISO_8859_1))
                .find();
    }
}
