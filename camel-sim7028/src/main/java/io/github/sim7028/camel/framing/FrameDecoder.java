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

/** Finds the frames in the bytes of one connection, however they are cut. Used by one thread at a time. */
@FunctionalInterface
public interface FrameDecoder {

    /**
     * Takes the next bytes and hands every frame they complete to {@code frames}, in order. What is not yet complete is
     * kept for the next call, and the decoder bounds it.
     */
    void decode(byte[] bytes, FrameSink frames);

    /**
     * Whether bytes of a frame have come that is not complete. With {@code sync=true} a frame that began before its request was sent is no
     * reply to it.
     */
    default boolean midFrame() {
        return false;
    }
}
