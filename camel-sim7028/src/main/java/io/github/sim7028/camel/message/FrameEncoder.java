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

import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.camel.framing.Framings;

/**
 * Makes frames of messages to send, as an endpoint's options say.
 *
 * @param option           the option {@code framing} as it was set, for messages
 * @param maxFrameSize     the most bytes a message may have
 * @param refusesDelimiter whether a message is refused that holds the delimiter before its end
 */
public record FrameEncoder(Framing framing, Object option, int maxFrameSize, boolean refusesDelimiter) {

    /** Whether messages are sent as they are. */
    boolean isNone() {
        return Framings.isNone(framing);
    }

    byte[] encode(byte[] message) {
        byte[] framed = framing.encode(message);
        if (refusesDelimiter && Framings.endsEarly(framing, framed)) {
            throw new IllegalArgumentException("the body contains the delimiter of framing=" + option
                    + ", so the peer would receive several messages; use delimiterInBody=pass to allow that");
        }
        return framed;
    }
}
