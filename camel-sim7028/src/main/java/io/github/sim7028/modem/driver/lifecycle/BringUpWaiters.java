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
package io.github.sim7028.modem.driver.lifecycle;

import io.github.sim7028.at.spi.OnLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The futures that wait for the result of the next bring-up. */
@OnLoop
final class BringUpWaiters {

    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    CompletionStage<Void> outcome() {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        waiting.add(outcome);
        return outcome;
    }

    void succeeded() {
        take().forEach(outcome -> outcome.complete(null));
    }

    void failed(Throwable reason) {
        take().forEach(outcome -> outcome.completeExceptionally(reason));
    }

    private List<CompletableFuture<Void>> take() {
        List<CompletableFuture<Void>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
