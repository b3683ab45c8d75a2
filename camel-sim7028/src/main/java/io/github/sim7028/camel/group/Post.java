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
package io.github.sim7028.camel.group;

import java.util.concurrent.CompletableFuture;

/** What a producer or consumer has at one modem, as long as the modem is one of its modems. */
public interface Post {

    /** Takes nothing more that the module can keep. The future completes when the route has what was received before. */
    default CompletableFuture<Void> drain() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Takes no more messages to send, and fails those that have not begun. The future completes when none is under way.
     *
     * @param reason why they fail
     */
    default CompletableFuture<Void> endSending(String reason) {
        return CompletableFuture.completedFuture(null);
    }

    /** Takes nothing more, and drops what the route has not seen. */
    default void stop() {}
}
