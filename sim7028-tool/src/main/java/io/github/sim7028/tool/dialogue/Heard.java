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
package io.github.sim7028.tool.dialogue;

import java.nio.charset.StandardCharsets;

/**
 * Something that the module has said.
 *
 * @param kind  what it is
 * @param text  a line without its line end; for a body the line above; otherwise empty
 * @param bytes the bytes of a body or of a stream; otherwise empty
 */
public record Heard(Kind kind, String text, byte[] bytes) {

    /** What the decoder makes of bytes. */
    public enum Kind {
        LINE,
        /** Counted data behind a line. */
        BODY,
        /** The module waits for data. */
        PROMPT,
        /** Bytes of a connection in data mode. */
        STREAM,
        /** Bytes that are no part of a line. */
        NOISE
    }

    private static final byte[] NONE = {};

    static Heard line(String text) {
        return new Heard(Kind.LINE, text, NONE);
    }

    static Heard of(Kind kind, String text, byte[] bytes) {
        return new Heard(kind, text, bytes);
    }

    public boolean isLine() {
        return kind == Kind.LINE;
    }

    /** The bytes as text, one character a byte. */
    public String latin() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
