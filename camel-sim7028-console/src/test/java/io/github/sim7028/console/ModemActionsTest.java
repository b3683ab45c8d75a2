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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemOperations;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Buttons of a modem that does not do what it should. */
class ModemActionsTest {

    private static Modem modem(Supplier<CompletableFuture<?>> operation) {
        Object operations = Proxy.newProxyInstance(
                Modem.class.getClassLoader(),
                new Class<?>[] {ModemOperations.class},
                (proxy, method, arguments) -> operation.get());
        return (Modem) Proxy.newProxyInstance(
                Modem.class.getClassLoader(), new Class<?>[] {Modem.class}, (proxy, method, arguments) -> operations);
    }

    private static String reconnect(ModemActions actions, Modem modem) throws Exception {
        return actions.run("/api/reconnect", "roof", modem).get(30, TimeUnit.SECONDS);
    }

    @Test
    void aModemThatIsStoppedSaysWhyAndCanBeAskedAgain() throws Exception {
        ModemActions actions = new ModemActions(ModemActions.LIMIT);
        Modem stopped = modem(() -> {
            throw new RejectedExecutionException("the modem is stopped");
        });
        assertThat(reconnect(actions, stopped)).isEqualTo("the modem is stopped");
        assertThat(reconnect(actions, stopped)).isEqualTo("the modem is stopped");
    }

    @Test
    void anActionThatNeverEndsDoesNotForbidTheNextForEver() throws Exception {
        ModemActions actions = new ModemActions(Duration.ofMillis(200));
        Modem hanging = modem(CompletableFuture::new);
        CompletableFuture<String> first = actions.run("/api/reconnect", "roof", hanging);
        assertThat(reconnect(actions, hanging)).contains("not finished yet");
        assertThat(first.get(30, TimeUnit.SECONDS)).contains("not finished within");
        assertThat(reconnect(actions, hanging)).contains("not finished within");
    }
}
