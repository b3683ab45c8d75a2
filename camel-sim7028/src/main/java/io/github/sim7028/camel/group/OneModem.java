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

import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.modem.StopTimeout;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** The one modem that an endpoint names. */
public final class OneModem<T extends Post> implements Modems<T> {

    private final ModemHandle modem;
    private final StopTimeout timeout;
    private final T post;
    private final CompletableFuture<T> begun;

    /** Begins at the modem, which is released if that fails. */
    public OneModem(ModemHandle modem, StopTimeout timeout, PostMaker<T> maker) throws Sim7028Exception {
        this.modem = modem;
        this.timeout = timeout;
        try {
            post = maker.begin(modem);
            begun = CompletableFuture.completedFuture(post);
        } catch (Sim7028Exception | RuntimeException | Error e) {
            modem.release(timeout);
            throw e;
        }
    }

    @Override
    public CompletableFuture<T> of(Message message) {
        return begun;
    }

    @Override
    public void close() {
        post.stop();
        modem.release(timeout);
    }
}
