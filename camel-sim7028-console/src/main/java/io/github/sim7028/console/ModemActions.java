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
package io.github.sim7028.console;

import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemOperations;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** What the buttons of the page do; one action at a time for each modem. */
final class ModemActions {

    /** The limit of an action; a modem that is still busy then continues the action, and another one may be requested. */
    static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Map<String, BiFunction<ModemOperations, Modem, CompletableFuture<String>>> ACTIONS = Map.of(
            "/api/diagnose", (operations, modem) -> operations.diagnose().thenApply(diagnosis -> diagnosis.text()),
            "/api/reconnect", (operations, modem) -> operations.reconnect().thenApply(status -> status.describe()));

    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private final Duration limit;

    ModemActions(Duration limit) {
        this.limit = limit;
    }

    /** Whether there is an action at that path. */
    static boolean has(String path) {
        return ACTIONS.containsKey(path);
    }

    /** The result in words; never completes exceptionally. */
    CompletableFuture<String> run(String path, String name, Modem modem) {
        if (!underWay.add(name)) {
            return CompletableFuture.completedFuture("Another action on this modem is not finished yet.");
        }
        return begin(path, modem)
                .completeOnTimeout(
                        "The action was not finished within " + limit.toSeconds() + " s and continues.",
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS)
                .whenComplete((text, failure) -> underWay.remove(name))
                .exceptionally(failure -> String.valueOf(
                        failure.getCause() == null
                                ? failure.getMessage()
                                : failure.getCause().getMessage()));
    }

    /** A modem that has just been stopped may refuse at once. */
    private static CompletableFuture<String> begin(String path, Modem modem) {
        try {
            return ACTIONS.get(path).apply(modem.operations(), modem);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
