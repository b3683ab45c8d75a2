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
package io.github.sim7028.modem.driver.tls;

import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.link.LinkLeases;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.TransferSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The links with TLS of one modem, and who shares which: equal specs share one session. Thread-safe. */
public final class SecureLinks {

    /** The modem, as the source of plain links. */
    @FunctionalInterface
    public interface Source {
        LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception;
    }

    /**
     * What all links need.
     *
     * @param name       the name of the modem
     * @param modemReady whether the modem is ready now
     */
    public record Context(
            String name, TransferSettings transfer, ModemRuntime runtime, BooleanSupplier modemReady, Source source) {

        /** @param lease the modem, which has links as long as anybody has a lease of it */
        public static Context of(ModemLease lease, ModemProfile profile, ModemRuntime runtime) {
            Modem modem = lease.modem();
            return new Context(
                    profile.name(),
                    profile.transfer(),
                    runtime,
                    () -> modem == null || modem.status().state() == ModemState.READY,
                    lease::link);
        }
    }

    private final Context context;
    private final ReentrantLock booking = new ReentrantLock();
    private final Map<LinkSpec, SecureLink> links = new HashMap<>();

    public SecureLinks(Context context) {
        this.context = context;
    }

    /** A lease of the link that the spec describes, with TLS; {@code receiver} is null for a user that only sends. */
    public LinkLease lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        booking.lock();
        try {
            SecureLink link = links.get(spec);
            if (link != null && receiver != null && link.leases().receivers() > 0) {
                throw LinkLeases.secondReceiver(spec, context.name());
            }
            if (link == null) {
                link = new SecureLink(spec, context, this::book, this::forget);
                link.begin();
                links.put(spec, link);
            }
            return link.lease(receiver);
        } finally {
            booking.unlock();
        }
    }

    private void book(Runnable change) {
        booking.lock();
        try {
            change.run();
        } finally {
            booking.unlock();
        }
    }

    private void forget(SecureLink link) {
        book(() -> {
            if (link.leases().count() == 0) {
                links.remove(link.spec(), link);
            }
        });
    }
}
