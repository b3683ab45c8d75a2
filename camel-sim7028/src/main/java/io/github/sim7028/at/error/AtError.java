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
package io.github.sim7028.at.error;

/**
 * Why the module refused a command.
 *
 * @param kind  the error notation that the module used
 * @param code  the number, {@link #NO_CODE} if the module gave none
 * @param words the meaning: the text of the note if there is one, otherwise the text of the module
 */
public record AtError(Kind kind, int code, String words) {

    public static final int NO_CODE = -1;

    /** The notations, each with its own code table. */
    public enum Kind {
        /** A bare {@code ERROR}. */
        PLAIN("ERROR"),
        /** {@code +CME ERROR: }, 3GPP TS 27.007. */
        CME("+CME ERROR: "),
        /** {@code +IP ERROR: } with {@code <err_info>} of Table 2. */
        IP("+IP ERROR: "),
        /** {@code <err>} of Table 3, in {@code +CIPERROR: } or the command's own result. */
        SOCKET("<err> "),
        /** {@code <dns error code>} in {@code +CDNSGIP: 0,} (2.1.17); the note has no words for its numbers. */
        DNS("<dns error code> ");

        private final String notation;

        Kind(String notation) {
            this.notation = notation;
        }
    }

    /** The error as text for the log: notation, code and meaning. */
    public String describe() {
        if (kind == Kind.PLAIN) {
            return words.isEmpty() ? "ERROR" : words;
        }
        String number = code == NO_CODE ? "" : Integer.toString(code);
        return kind.notation + number + (number.isEmpty() || words.isEmpty() ? "" : " ") + words;
    }
}
