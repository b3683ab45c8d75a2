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
package io.github.sim7028.modem.driver.link;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.CommandChannel;
import io.github.sim7028.at.codec.NumericHost;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.driver.pacing.Backoff;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.event.Level;

/**
 * Which addresses a peer of datagrams has that was given by name. Datagrams of which it is not known yet whether they are the peer's wait
 * until its name is resolved; those of other senders are never taken. The name is resolved again now and then,
 * and when a datagram comes from another address.
 */
@OnLoop
final class PeerAddress {

    /** How many datagrams wait for the peer's address. */
    static final int MAX_HELD = 32;

    /** For how long an address is the peer's after the name was resolved to it. */
    private static final long VALID_MILLIS = Duration.ofHours(2).toMillis();

    /** After how long it is resolved again when datagrams come. */
    private static final long REFRESH_MILLIS = Duration.ofHours(1).toMillis();

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final String modem;
    private final String name;
    private final Loop loop;
    private final Supplier<CommandChannel> commands;
    private final Predicate<Inbound> taker;
    /** Until when each address is the peer's; a name may have several that take turns. */
    private final Map<InetAddress, Long> known = new LinkedHashMap<>();

    private final Deque<Inbound> held = new ArrayDeque<>();
    private final Backoff pauses;
    private final LogThrottle unresolved;
    private final LogThrottle dropped;
    private final LogThrottle full;
    private boolean asking;
    private long resolvedAt = Long.MIN_VALUE;
    private Loop.Timer retry = () -> {};

    /**
     * @param commands where commands are given while the modem is ready, otherwise null
     * @param taker    takes the peer's datagrams; false when it has no room
     */
    PeerAddress(String modem, String name, Loop loop, Supplier<CommandChannel> commands, Predicate<Inbound> taker) {
        this.modem = modem;
        this.name = name;
        this.loop = loop;
        this.commands = commands;
        this.taker = taker;
        pauses = new Backoff(loop, FIRST_PAUSE, LONGEST_PAUSE, 2);
        unresolved = new LogThrottle(loop::now);
        dropped = new LogThrottle(loop::now);
        full = new LogThrottle(loop::now);
    }

    /** Whether a datagram from there is, or may be, the peer's. */
    boolean mayBe(String host) {
        return isPeer(host) || undecided();
    }

    /** Takes a datagram from the peer's port: hands it over, keeps it until the peer's address is known, or drops it. */
    void received(Inbound inbound) {
        if (isPeer(inbound.remoteHost())) {
            handOver(inbound);
            if (loop.now() - resolvedAt >= REFRESH_MILLIS) {
                resolve();
            }
            return;
        }
        resolve();
        if (undecided() && held.size() < MAX_HELD) {
            held.add(inbound);
        } else {
            drop(inbound);
        }
    }

    private void handOver(Inbound inbound) {
        if (!taker.test(inbound)) {
            full.log(
                    LOG,
                    Level.WARN,
                    "Modem '{}': a datagram from {} is dropped, the consumer's queue is full",
                    modem,
                    name);
        }
    }

    /** Asks for the address, unless it was asked for just now. */
    void resolve() {
        CommandChannel asked = commands.get();
        if (asked == null || asking || pauses.left() > 0) {
            return;
        }
        asking = true;
        asked.execute(StandardCommands.resolve(name)).whenComplete((address, failure) -> {
            asking = false;
            InetAddress numeric = failure == null ? NumericHost.of(address) : null;
            if (numeric != null) {
                resolved(numeric);
            } else if (!(failure instanceof AtAbortedException)) {
                failed(failure == null ? address + " is not an address" : failure.getMessage());
            }
        });
    }

    /** Nothing is waited for any more. */
    void stop() {
        retry.cancel();
        held.clear();
    }

    private void resolved(InetAddress address) {
        boolean news = known.put(address, loop.now() + VALID_MILLIS) == null;
        resolvedAt = loop.now();
        if (news) {
            pauses.succeeded();
        }
        // another sender that keeps sending must not have the name resolved all the time
        pauses.failed();
        release();
    }

    private void failed(String why) {
        Duration pause = pauses.failed();
        unresolved.log(
                LOG,
                Level.WARN,
                "Modem '{}': the address of {} is not known: {}; its datagrams wait, next attempt in {}",
                modem,
                name,
                why,
                TimeWords.pause(pause));
        retry.cancel();
        retry = loop.after(pause.toMillis(), this::resolve);
        if (!known.isEmpty()) {
            release();
        }
    }

    /** Of what waited, what is the peer's is handed over. */
    private void release() {
        List<Inbound> all = new ArrayList<>(held);
        held.clear();
        for (Inbound inbound : all) {
            if (isPeer(inbound.remoteHost())) {
                handOver(inbound);
            } else {
                drop(inbound);
            }
        }
    }

    private boolean isPeer(String host) {
        known.values().removeIf(until -> until <= loop.now());
        InetAddress sender = NumericHost.of(host);
        return sender != null && known.containsKey(sender);
    }

    /** Whether the peer's address is not known at all, or just being asked for. */
    private boolean undecided() {
        return asking || known.isEmpty() || pauses.left() == 0;
    }

    private void drop(Inbound inbound) {
        dropped.log(
                LOG,
                Level.INFO,
                "Modem '{}': a datagram from {}:{} is dropped, it is not from {}",
                modem,
                inbound.remoteHost(),
                inbound.remotePort(),
                name);
    }
}
