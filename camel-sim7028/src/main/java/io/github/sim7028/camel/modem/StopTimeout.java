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
package io.github.sim7028.camel.modem;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * How long a stop may wait for modems: Camel's shutdown timeout, which is the time for all modems together when the whole
 * context stops.
 */
public final class StopTimeout {

    private final CamelContext context;
    private final Runnable stop;
    private final LifecycleStrategy listener;
    /** When the context began to stop, as {@link System#nanoTime()}. */
    private volatile long since;

    private volatile boolean stopping;
    /** When a wait for a modem last reached its limit. */
    private volatile long expiredAt;

    private volatile boolean expired;

    /** @param stop runs when the context begins to stop */
    public StopTimeout(CamelContext context, Runnable stop) {
        this.context = context;
        this.stop = stop;
        listener = LifecycleStrategySupport.adapt(LifecycleStrategySupport.onCamelContextStopping(c -> begin()));
        context.addLifecycleStrategy(listener);
    }

    /** Stops listening to the context. */
    public void close() {
        context.getLifecycleStrategies().remove(listener);
    }

    private void begin() {
        since = System.nanoTime();
        stopping = true;
        stop.run();
    }

    /**
     * The time left; none when Camel's own wait for a route has timed out, or another modem or link of the route has just used all
     * of it.
     */
    public Duration left() {
        Duration left = ofComponent();
        boolean lost = expired && System.nanoTime() - expiredAt < left.toNanos();
        return lost || context.getShutdownStrategy().isTimeoutOccurred() ? Duration.ZERO : left;
    }

    public void waitExpired() {
        expiredAt = System.nanoTime();
        expired = true;
    }

    /** The time left for the component as a whole, which waits for its modems in any case. */
    public Duration ofComponent() {
        ShutdownStrategy shutdown = context.getShutdownStrategy();
        Duration all = Duration.of(shutdown.getTimeout(), shutdown.getTimeUnit().toChronoUnit());
        if (!stopping || !context.isStopping()) {
            return all;
        }
        Duration left = all.minusNanos(System.nanoTime() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
