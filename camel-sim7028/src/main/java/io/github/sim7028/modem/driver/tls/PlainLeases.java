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

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.link.SharedLinkLease;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The leases of one link with TLS: who shares its session, and what these are told. Leases are counted from any thread. */
@OnLoop
final class PlainLeases {

    private static final Logger LOG = LoggerFactory.getLogger(PlainLeases.class);

    private final LinkSpec spec;
    private final String modem;
    private final Consumer<Runnable> booking;
    private final List<SharedLinkLease> present = new ArrayList<>();
    private final LogThrottle drops = new LogThrottle();
    private volatile int count;
    private volatile int receivers;

    /** @param booking changes the count of leases under the lock they are booked under */
    PlainLeases(LinkSpec spec, String modem, Consumer<Runnable> booking) {
        this.spec = spec;
        this.modem = modem;
        this.booking = booking;
    }

    // ---- from any thread

    @AnyThread
    int count() {
        return count;
    }

    @AnyThread
    int receivers() {
        return receivers;
    }

    /** The lock that leases are booked under is held. */
    @AnyThread
    void taken(SharedLinkLease attachment) {
        count++;
        receivers += attachment.receives() ? 1 : 0;
    }

    @AnyThread
    void givenBack(SharedLinkLease attachment) {
        booking.accept(() -> {
            count--;
            receivers -= attachment.receives() ? 1 : 0;
        });
    }

    // ---- who is there

    void add(SharedLinkLease attachment) {
        present.add(attachment);
    }

    void remove(SharedLinkLease attachment) {
        present.remove(attachment);
    }

    boolean has(SharedLinkLease attachment) {
        return present.contains(attachment);
    }

    boolean isEmpty() {
        return present.isEmpty();
    }

    /** Whether the link is to be open for any of them; a receiver that has not caught up with the last connection needs no other one. */
    boolean needLink() {
        return present.stream().anyMatch(SharedLinkLease::needsLink)
                && backlog() < SharedLinkLease.MAX_STREAM_BACKLOG / 2;
    }

    boolean hasRoom() {
        return present.stream().allMatch(SharedLinkLease::hasRoom);
    }

    /** How many bytes wait for receivers. */
    long backlog() {
        return present.stream().mapToLong(SharedLinkLease::backlog).sum();
    }

    // ---- what they are told

    void opened(SecureConnection on) {
        present.forEach(attachment -> attachment.opened(on.number(), on.connection()));
    }

    void closed(CloseReason reason) {
        present.forEach(attachment -> attachment.closed(reason));
    }

    void failed(Sim7028Exception reason) {
        present.forEach(attachment -> attachment.failed(reason));
    }

    /** Gives plain text to the receiver; without one it is dropped, so that the peer is not held up. */
    void received(Inbound plain) {
        List<SharedLinkLease> takers =
                present.stream().filter(SharedLinkLease::receives).toList();
        if (takers.isEmpty()) {
            drops.log(
                    LOG,
                    Level.INFO,
                    "Modem '{}': {} from {} dropped, no consumer receives from this peer",
                    modem,
                    Counted.of(plain.data().length, "byte"),
                    spec);
        }
        takers.forEach(attachment -> attachment.offer(plain));
    }
}
