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
package io.github.sim7028.modem.driver.lifecycle;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.CommandChannel;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.Ping;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.IpError;
import io.github.sim7028.at.error.SocketError;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.driver.link.LinkOutcomes;
import io.github.sim7028.modem.driver.link.OpenFailure;
import io.github.sim7028.modem.driver.pacing.Backoff;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.RecoverySettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The ladder above the links. Links report their successes and failures here. When no link transfers any data, for
 * several attempts and minutes, the modem does more than open links again. One peer that refuses is not enough:
 * another peer must fail, too, or the one peer must not answer a ping.
 */
@OnLoop
final class RecoveryLadder implements LinkOutcomes {

    /** How many connections in a row could not be opened before the network is suspected; minutes, by a link's backoff. */
    static final int ATTEMPTS = 6;

    /** For how many first pauses nothing has got through before the network is suspected: 2 min by default. */
    static final int PATIENCE = 24;

    /** A socket of the module's own could not be made: no peer has a part in that. */
    private static final String OWN_SOCKET = "";

    /** What is above the links. */
    interface Above {
        /**
         * No link transfers data.
         *
         * @param seen what was seen, in words
         * @param sure whether no single peer can be the reason
         */
        void nothingGetsThrough(String seen, boolean sure);

        /** Something got through: what was done before has helped, or was not needed. */
        void through(boolean delivered);
    }

    private final String modem;
    private final Loop loop;
    private final Supplier<CommandChannel> commands;
    /** How long nothing has to get through before the next step; grows with each. */
    private final Backoff steps;

    private final Duration first;
    private final Set<String> hosts = new HashSet<>();
    private Above above;
    private long patience;
    private int failures;
    /** Whether something was delivered since the last failure. */
    private boolean delivered;

    private long since;
    private String last = "";
    private boolean asking;
    /** Whether it has been logged that the only peer accepts no connections although it can be reached. */
    private boolean reachableLogged;

    /** @param commands where commands are given while the modem is ready, otherwise null */
    RecoveryLadder(String modem, Loop loop, RecoverySettings settings, Supplier<CommandChannel> commands) {
        this.modem = modem;
        this.loop = loop;
        this.commands = commands;
        first = settings.reconnectDelay().multipliedBy(PATIENCE);
        Duration longest = settings.maxReconnectDelay();
        steps = new Backoff(
                loop, first, longest.compareTo(first) < 0 ? first : longest, settings.reconnectMultiplier());
        patience = first.toMillis();
    }

    void above(Above climber) {
        above = climber;
    }

    // ---- what links say

    /** A UDP socket is opened without any traffic, so the opening proves nothing. */
    @Override
    public void opened(LinkSpec spec) {
        if (spec.protocol() == Protocol.TCP) {
            through(false);
        }
    }

    @Override
    public boolean awaitsDelivery() {
        return !delivered;
    }

    @Override
    public void delivered() {
        delivered = true;
        through(true);
    }

    @Override
    public void openFailed(LinkSpec spec, Throwable failure) {
        delivered = false;
        AtError error = AtErrorException.errorOf(failure);
        if (failure instanceof AtAbortedException || isOwnFault(error) || OpenFailure.isNetworkClosed(error)) {
            return;
        }
        if (failures++ == 0) {
            since = loop.now();
        }
        hosts.add(spec.protocol() == Protocol.TCP ? spec.host() : OWN_SOCKET);
        last = OpenFailure.words(failure);
        if (failures >= ATTEMPTS && loop.now() - since >= patience && !asking) {
            consider();
        }
    }

    @Override
    public void forget() {
        delivered = false;
        startAgain();
    }

    /** What the network has no part in. */
    private static boolean isOwnFault(AtError error) {
        return SocketError.WRONG_PARAMETER.is(error)
                || SocketError.OPERATION_NOT_SUPPORTED.is(error)
                || SocketError.FAILED_TO_BIND_SOCKET.is(error)
                || IpError.INVALID_PARAMETER.is(error)
                || IpError.OPERATION_NOT_SUPPORTED.is(error)
                || IpError.BIND_PORT_FAILED.is(error)
                || IpError.PORT_OVERFLOW.is(error);
    }

    // ---- what follows

    private void startAgain() {
        failures = 0;
        hosts.clear();
    }

    private void through(boolean data) {
        startAgain();
        reachableLogged = false;
        if (steps.failures() > 0) {
            steps.succeeded();
            patience = first.toMillis();
        }
        above.through(data);
    }

    private void consider() {
        String only = hosts.size() == 1 ? hosts.iterator().next() : OWN_SOCKET;
        CommandChannel asked = commands.get();
        if (only.equals(OWN_SOCKET) || asked == null) {
            climb(true);
            return;
        }
        asking = true;
        int before = failures;
        asked.execute(new Ping(only, AtCommand.Urgency.WORK), Ping.LIMIT_MILLIS).whenComplete((echoes, failure) -> {
            asking = false;
            if (failures < before) {
                return;
            }
            if (failure == null && echoes.answered() > 0) {
                keepNetwork(only);
            } else if (!(failure instanceof AtAbortedException)) {
                climb(hosts.size() > 1);
            }
        });
    }

    private void keepNetwork(String host) {
        if (!reachableLogged) {
            LOG.info(
                    "Modem '{}': {} accepts no connection ({}) but answers a ping: the network stays open",
                    modem,
                    host,
                    last);
        }
        reachableLogged = true;
        patience = steps.failed().toMillis();
        startAgain();
    }

    private void climb(boolean sure) {
        String seen = "no link has transferred data for " + TimeWords.span(loop.now() - since) + ", "
                + Counted.of(failures, "attempt") + " to open a connection failed, the last one with: " + last;
        patience = steps.failed().toMillis();
        startAgain();
        above.nothingGetsThrough(seen, sure);
    }
}
