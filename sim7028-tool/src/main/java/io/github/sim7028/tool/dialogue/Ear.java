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

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.CipRxGetHeader;
import io.github.sim7028.at.codec.UrcParser;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts what a module says with the decoder of the driver, and passes it on without giving it a meaning. */
public final class Ear implements AtDecoder.Sink {

    private final Consumer<Heard> listener;
    private final AtDecoder decoder = new AtDecoder(this);
    private final UrcParser headers = new UrcParser(urc -> {}, line -> line);
    private boolean awaitsPrompt;

    public Ear(Consumer<Heard> listener) {
        this.listener = listener;
    }

    /** Takes bytes as they were read. */
    public void hear(byte[] bytes) {
        decoder.feed(bytes, 0, bytes.length);
    }

    /** Whether a {@code >} at the start of a line is a prompt from now on; one prompt ends this. */
    public void awaitPrompt(boolean awaits) {
        awaitsPrompt = awaits;
    }

    /** Whether the bytes from now on belong to a connection in data mode. */
    public void stream(boolean begins) {
        decoder.stream(begins);
    }

    /** Whether counted data has begun and not yet ended. */
    public boolean insideBody() {
        return decoder.insideBody();
    }

    /** The rest of counted data will not come. */
    public void abandonBody() {
        if (decoder.insideBody()) {
            decoder.abandonBody();
        }
    }

    @Override
    public int bodyLength(String line) {
        CipRxGetHeader read = CipRxGetHeader.parse(line);
        return read != null ? read.bodyLength() : headers.bodyLength(line);
    }

    /** Some firmware has one more line end before hex digits. */
    @Override
    public int more(String header, byte[] bytes) {
        CipRxGetHeader read = CipRxGetHeader.parse(header);
        boolean extra = read != null
                && read.hex()
                && bytes.length == read.bodyLength()
                && bytes.length >= 2
                && bytes[0] == '\r'
                && bytes[1] == '\n';
        return extra ? 2 : 0;
    }

    @Override
    public void line(String line) {
        listener.accept(Heard.line(line));
    }

    @Override
    public void body(String header, byte[] bytes) {
        listener.accept(Heard.of(Heard.Kind.BODY, header, bytes));
    }

    @Override
    public boolean awaitsPrompt() {
        return awaitsPrompt;
    }

    @Override
    public void prompt() {
        awaitsPrompt = false;
        listener.accept(Heard.of(Heard.Kind.PROMPT, "", new byte[0]));
    }

    @Override
    public void stream(byte[] bytes, int offset, int length) {
        listener.accept(Heard.of(Heard.Kind.STREAM, "", Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    @Override
    public void noise(int bytes) {
        listener.accept(Heard.of(Heard.Kind.NOISE, "", new byte[bytes]));
    }
}
