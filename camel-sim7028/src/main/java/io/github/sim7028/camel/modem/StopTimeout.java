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
 * How long stopping may wait for modems: Camel's shutdown timeout, and when the whole context stops that is the time for
 * everything together.
 */
public final class StopTimeout {

    private final CamelContext context;
    private final Runnable stop;
    private final LifecycleStrategy ear;
    /** When the context began to stop, as {@link System#nanoTime()}. */
    private volatile long since;

    private volatile boolean stopping;
    /** When a modem was last waited for in vain. */
    private volatile long inVain;

    private volatile boolean disappointed;

    /** @param stop runs when the context begins to stop */
    public StopTimeout(CamelContext context, Runnable stop) {
        this.context = context;
        this.stop = stop;
        ear = LifecycleStrategySupport.adapt(LifecycleStrategySupport.onCamelContextStopping(c -> begin()));
        context.addLifecycleStrategy(ear);
    }

    /** Hears of the context no longer. */
    public void close() {
        context.getLifecycleStrategies().remove(ear);
    }

    private void begin() {
        since = System.nanoTime();
        stopping = true;
        stop.run();
    }

    /**
     * What is left of it; nothing when Camel has lost its own while it waited for a route, or one of the route's other modems
     * or links has just taken it all.
     */
    public Duration left() {
        Duration left = ofComponent();
        boolean lost = disappointed && System.nanoTime() - inVain < left.toNanos();
        return lost || context.getShutdownStrategy().isTimeoutOccurred() ? Duration.ZERO : left;
    }

    public void waitedInVain() {
        inVain = System.nanoTime();
        disappointed = true;
    }

    /** What is left of it for the component as a whole, which waits for its modems in any case. */
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
