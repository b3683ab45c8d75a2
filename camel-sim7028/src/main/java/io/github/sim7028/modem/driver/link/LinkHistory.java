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

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.driver.pacing.Backoff;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import io.github.sim7028.modem.settings.RecoverySettings;
import java.time.Duration;
import org.slf4j.event.Level;

/**
 * What outlives one connection, and one lease: the pauses before the attempts to open a link or to start a server, and what the log has
 * been told of them. An outage is logged once at WARN.
 */
@OnLoop
public final class LinkHistory {

    private final String modem;
    private final Backoff pauses;
    private final LogThrottle opened;
    private final LogThrottle closed;
    /** Whether the outage has been logged. */
    private boolean told;
    /** Why it is not tried any more; null when it is. */
    private String givenUp;

    LinkHistory(String modem, Loop loop, RecoverySettings settings) {
        this.modem = modem;
        pauses = Backoff.ofLink(loop, settings);
        opened = new LogThrottle(loop::now);
        closed = new LogThrottle(loop::now);
    }

    /** It is open, which after a time is a success. */
    public void opened(String what) {
        connected(what);
        established();
    }

    /** What {@link #connected} is of use. */
    void established() {
        pauses.opened();
    }

    /** It is open, but not yet of any use, so that this is no success. */
    void connected(String what) {
        givenUp = null;
        opened.log(LOG, Level.INFO, "Modem '{}': {}", modem, what);
    }

    /** The connection has ended on request: no failure. */
    public void ended() {
        pauses.ended();
    }

    /** Something got through: the next failure is a first one. */
    void succeeded() {
        pauses.succeeded();
    }

    /**
     * An attempt failed, or what was open ended unasked.
     *
     * @param what  what happened, for the log
     * @param usual whether it may happen once though nothing is wrong, as when a peer closes
     * @param again whether it is to be opened again immediately
     */
    public void failed(String what, boolean usual, boolean again) {
        Duration pause = pauses.failed();
        boolean first = pauses.failures() == 1;
        told &= !first;
        String then = again
                ? "next attempt in " + TimeWords.pause(pause)
                : "opened again for the next message, not before " + TimeWords.pause(pause);
        if (first && usual) {
            closed.log(LOG, Level.INFO, "Modem '{}': {}; {}", modem, what, then);
        } else if (told) {
            LOG.debug("Modem '{}': {}; {}", modem, what, then);
        } else {
            told = true;
            LOG.warn("Modem '{}': {}; {}", modem, what, then);
        }
    }

    /** The link cannot be opened, and trying again would not help; this is logged once, even after further requests. */
    public void givenUp(String what) {
        if (what.equals(givenUp)) {
            LOG.debug("Modem '{}': {}", modem, what);
        } else {
            givenUp = what;
            LOG.warn("Modem '{}': {}", modem, what);
        }
    }

    /** How long the next attempt has to wait still, in milliseconds. */
    public long left() {
        return pauses.left();
    }
}
