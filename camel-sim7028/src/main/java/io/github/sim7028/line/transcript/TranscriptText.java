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
package io.github.sim7028.line.transcript;

/** Bytes as a transcript writes them: printable ASCII as it is, the rest escaped, what is secret only hinted at. */
public final class TranscriptText {

    /** One byte that is not told. */
    public static final String MASKED_BYTE = "\\?";

    /** Any number of bytes that are not told. */
    public static final String MASKED_TEXT = "\\*";

    private TranscriptText() {}

    /** Writes one byte. */
    public static void append(StringBuilder text, byte value) {
        int b = value & 0xFF;
        switch (b) {
            case '\r' -> text.append("\\r");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '\\' -> text.append("\\\\");
            default -> {
                if (b >= 0x20 && b < 0x7F) {
                    text.append((char) b);
                } else {
                    text.append("\\x").append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
                }
            }
        }
    }
}
