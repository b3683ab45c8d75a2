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

/**
 * Converts a stream of bytes into messages, and messages into a stream. A bean of this type may be an endpoint's
 * {@code framing}; a bean is shared by all its endpoints, so it must hold no state of a connection.
 */
public interface Framing {

    /** Reads the frames of one connection from its start. */
    FrameDecoder decoder();

    /**
     * The bytes to send for a message.
     *
     * @param message not empty
     * @throws IllegalArgumentException if the message cannot be a frame; the text of the exception says why
     */
    byte[] encode(byte[] message);
}
