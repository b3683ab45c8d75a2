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
package io.github.sim7028.camel;

import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.camel.group.Modems;
import io.github.sim7028.camel.group.Post;
import io.github.sim7028.camel.message.ControlHeaders;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.modem.ModemOperation;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.Fence;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries or controls a modem. The exchange completes with the answer as its body, a record that converts to a map, too. */
final class OperationProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(OperationProducer.class);

    private final Sim7028Configuration configuration;
    private ControlHeaders headers;
    /** Null while it is stopped. */
    private volatile Modems<AtModem> modems;

    private record AtModem(ModemHandle modem) implements Post {}

    OperationProducer(ModemEndpoint endpoint) {
        super(endpoint);
        this.configuration = endpoint.getConfiguration();
    }

    @Override
    public ModemEndpoint getEndpoint() {
        return (ModemEndpoint) super.getEndpoint();
    }

    /** Does not wait for the modem, whatever its startupMode: operators query modems that are down. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        headers = getEndpoint().controlHeaders();
        modems = getEndpoint().join(AtModem::new);
    }

    @Override
    protected void doStop() throws Exception {
        Modems<AtModem> last = modems;
        modems = null;
        if (last != null) {
            last.close();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        boolean[] begun = {false};
        Fence.run(
                () -> {
                    CompletableFuture<?> answer = begin(exchange.getMessage());
                    begun[0] = true;
                    answer.whenComplete((value, failure) -> {
                        try {
                            complete(exchange, value, failure);
                        } finally {
                            callback.done(false);
                        }
                    });
                },
                exchange::setException);
        if (!begun[0]) {
            callback.done(true);
        }
        return !begun[0];
    }

    private CompletableFuture<?> begin(Message message) throws Sim7028Exception {
        Modems<AtModem> now = modems;
        if (now == null) {
            throw new IllegalStateException("the producer to " + getEndpoint() + " is stopped");
        }
        String named = headers.of(message, Sim7028Constants.OPERATION, String.class);
        ModemOperation operation = ModemOperation.named(named == null ? configuration.getOperation() : named);
        return now.of(message)
                .thenCompose(post -> operation.begin(
                        post.modem.operations(),
                        message,
                        headers.at(post.modem.profile().name()),
                        configuration.getLink()));
    }

    private void complete(Exchange exchange, Object answer, Throwable failure) {
        if (failure == null) {
            exchange.getMessage().setBody(answer);
            return;
        }
        Throwable cause = Futures.unwrapped(failure);
        LOG.debug("{} failed: {}", getEndpoint(), cause.getMessage());
        exchange.setException(cause);
    }
}
