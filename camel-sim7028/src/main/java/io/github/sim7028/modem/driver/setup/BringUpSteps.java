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
package io.github.sim7028.modem.driver.setup;

import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How steps of a bring-up end: done, refused where that does no harm, or hopeless. */
public final class BringUpSteps {

    private static final Logger LOG = LoggerFactory.getLogger(BringUpSteps.class);

    private BringUpSteps() {}

    /** A step that the module may refuse, or not answer: that has no effect. */
    public static <T> CompletionStage<T> otherwise(CompletionStage<T> step, T value) {
        return step.handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    if (AtErrorException.errorOf(failure) != null
                            || Futures.unwrapped(failure) instanceof AtTimeoutException) {
                        LOG.debug("Not essential: {}", failure.getMessage());
                        return CompletableFuture.completedFuture(value);
                    }
                    return CompletableFuture.<T>failedFuture(failure);
                })
                .thenCompose(result -> result);
    }

    /** What only another configuration, SIM or contract can cure, and no restart of the module. */
    public static <T> CompletionStage<T> hopeless(String reason) {
        return CompletableFuture.failedFuture(new Sim7028ConfigurationException(reason));
    }

    public static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
