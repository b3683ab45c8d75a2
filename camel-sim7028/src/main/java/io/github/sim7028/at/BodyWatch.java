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
package io.github.sim7028.at;

/** Gives up a counted body whose bytes have stopped coming, so that it keeps no command waiting. */
final class BodyWatch {

    /** How long a counted body may pause before its rest is taken for lost. */
    static final long STALL_MILLIS = 2000;

    private final AtDialogue dialogue;
    private final AtDecoder decoder;
    private final AtListener listener;
    private final Loop loop;
    private Loop.Timer timer;
    private boolean closed;

    BodyWatch(AtDialogue dialogue, AtDecoder decoder, AtListener listener, Loop loop) {
        this.dialogue = dialogue;
        this.decoder = decoder;
        this.listener = listener;
        this.loop = loop;
    }

    /** A command waits for the body to end. */
    void start() {
        if (timer == null) {
            timer = loop.after(STALL_MILLIS, () -> {
                timer = null;
                if (!closed && !loseBody(STALL_MILLIS)) {
                    dialogue.channel().proceed();
                }
            });
        }
    }

    /** Gives up a body that has had no byte for a while; false when there is none. */
    boolean loseBody(long quietMillis) {
        if (!decoder.insideBody() || loop.now() - dialogue.lastReceived() < quietMillis) {
            return false;
        }
        listener.bodyLost(decoder.abandonBody());
        dialogue.channel().proceed();
        return true;
    }

    void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
