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

import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ModemProfile;
import io.github.sim7028.modem.Sim7028Exception;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A producer's or consumer's share in a modem, and in a link of it where it keeps one; given back once. */
final class ModemShare {

    private static final Logger LOG = LoggerFactory.getLogger(ModemShare.class);

    private final ModemProfile profile;
    private final ModemLease lease;
    private final Runnable returned;
    private final AtomicBoolean released = new AtomicBoolean();

    ModemShare(ModemProfile profile, ModemLease lease, Runnable returned) {
        this.profile = profile;
        this.lease = lease;
        this.returned = returned;
    }

    ModemProfile profile() {
        return profile;
    }

    LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        return lease.link(spec, receiver);
    }

    /** Gives back the link, null for none, and the share; waits for the modem to let go of them, but no longer than the limit. */
    void release(LinkLease link, Duration limit) {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<Void> linkGone = link == null ? CompletableFuture.completedFuture(null) : link.release();
        CompletableFuture<Void> modemGone = lease.release();
        returned.run();
        try {
            CompletableFuture.allOf(linkGone, modemGone).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Modem '{}' has not let go within {}", profile.name(), limit, e);
        }
    }
}
