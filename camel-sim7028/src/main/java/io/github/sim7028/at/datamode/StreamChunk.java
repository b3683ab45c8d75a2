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
package io.github.sim7028.at.datamode;

import io.github.sim7028.at.error.AtException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Bytes on their way into a connection in data mode. */
public final class StreamChunk {

    private final byte[] bytes;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int taken;
    private Runnable whenBegun = () -> {};

    public StreamChunk(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Completes when the line has taken the last byte, exceptionally when the connection is gone before. */
    public CompletionStage<Void> done() {
        return done;
    }

    /** Whether any byte may have left. */
    public boolean begun() {
        return taken > 0;
    }

    /** Runs before the first byte leaves. */
    public StreamChunk whenBegun(Runnable then) {
        whenBegun = then;
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int taken() {
        return taken;
    }

    int left() {
        return bytes.length - taken;
    }

    void take(int count) {
        if (taken == 0) {
            whenBegun.run();
        }
        taken += count;
    }

    void complete() {
        done.complete(null);
    }

    void fail(AtException reason) {
        done.completeExceptionally(reason);
    }
}
