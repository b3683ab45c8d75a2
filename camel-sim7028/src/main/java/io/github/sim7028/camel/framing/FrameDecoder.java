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
package io.github.sim7028.camel.framing;

/** Finds the frames in the bytes of one connection, however the bytes are split. Used by one thread at a time. */
@FunctionalInterface
public interface FrameDecoder {

    /**
     * Decodes the next bytes and passes every complete frame to {@code frames}, in order. Bytes of an incomplete frame are
     * kept for the next call, and the decoder limits their number.
     */
    void decode(byte[] bytes, FrameSink frames);

    /**
     * Whether there are bytes of an incomplete frame. With {@code sync=true} a frame that began before its request was sent is no
     * reply to it.
     */
    default boolean midFrame() {
        return false;
    }
}
