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
package io.github.sim7028.camel.message;

import io.github.sim7028.modem.Sim7028SendException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * Makes bytes of text and text of bytes.
 *
 * @param charset    null for another one that each message names
 * @param replace whether a question mark or the replacement character stands in for what the character set does not have; otherwise the text is
 *                refused
 */
public record TextCoding(Charset charset, boolean replace) {

    private Charset charset(Charset otherwise) {
        return charset == null ? otherwise : charset;
    }

    /** The bytes of a text, refused when it has a character that the character set does not have. */
    byte[] encode(String text, Charset otherwise) throws Sim7028SendException {
        Charset used = charset(otherwise);
        if (replace) {
            return text.getBytes(used);
        }
        CharsetEncoder encoder = used.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer input = CharBuffer.wrap(text);
        ByteBuffer output = ByteBuffer.allocate((int) Math.ceil((double) text.length() * encoder.maxBytesPerChar()));
        CoderResult result = encoder.encode(input, output, true);
        if (result.isUnderflow()) {
            result = encoder.flush(output);
        }
        if (result.isError()) {
            throw NotSent.refused(
                    String.format(
                            "character %d of the body (U+%04X) is not in the character set %s; use"
                                    + " unmappable=replace to send a question mark instead, or set another charset; nothing was sent",
                            input.position() + 1, text.codePointAt(input.position()), used),
                    null);
        }
        return Arrays.copyOf(output.array(), output.position());
    }

    /** The text that bytes are. */
    String decode(byte[] bytes) throws CharacterCodingException {
        if (replace) {
            return new String(bytes, charset);
        }
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
