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
package io.github.sim7028.camel.receive;

import java.util.concurrent.CompletableFuture;

/** What a consumer receives from: a link, or the clients of a server. */
public interface Intake {

    /** Delivers nothing more after what is under way, until {@link #resume()}. */
    void pause();

    void resume();

    /** Delivers what it has; takes nothing more where the module can keep it, until {@link #resume()}. */
    void drain();

    /** Pauses, and takes nothing more where the module can keep it, as the modem is being given back: what was received will be reported as dropped. */
    void leave();

    /** Completes when the route has all that was received before, or gets no more of it; never while delivery is paused. */
    CompletableFuture<Void> delivered();

    /** Delivers nothing more after what is under way, and reports what is dropped. */
    void stop();

    /** How much is still to be delivered. */
    int pending();
}
