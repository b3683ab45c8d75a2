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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.at.codec.SentSecrets;

/** What a module said, as it may be given to others: no secret, no number of module, card or subscriber, escaped and cut. */
final class Evidence {

    private static final int SHOWN = 160;

    private Evidence() {}

    static String shown(String text) {
        String masked = new SentSecrets().masked(text).replaceAll("[0-9]{14,}", "***");
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < masked.length() && shown.length() < SHOWN; i++) {
            char c = masked.charAt(i);
            shown.append(c >= 0x20 && c < 0x7F || c == '…' ? String.valueOf(c) : String.format("\\x%02X", (int) c));
        }
        return shown.toString();
    }
}
