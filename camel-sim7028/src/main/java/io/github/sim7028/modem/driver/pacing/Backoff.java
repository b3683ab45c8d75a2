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
package io.github.sim7028.modem.driver.pacing;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.RecoverySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The one policy for everything that dials, opens, restarts or asks again: pauses that grow with each failure, with jitter, and start
 * short again only after real success. Success is {@link #succeeded() reported}, or it is a time open of twice the last pause, at least
 * {@value #STABLE_SECONDS} s. {@link #nextAttempt()} may be asked from any thread.
 */
@OnLoop
public final class Backoff {

    /** The least time open that counts as success. */
    static final long STABLE_SECONDS = 60;

    /** The longest pause of one link: every message that waits for it is to be tried within its time. */
    public static final Duration LONGEST_OF_LINK = Duration.ofMinutes(1);

    /** A fifth more or less, so that modems do not march in step. */
    private static final double JITTER = 0.2;

    private static final long NOT_OPEN = -1;

    private final Loop loop;
    private final long first;
    private final long longest;
    private final double multiplier;
    private int failures;
    private long lastPause;
    private long openSince = NOT_OPEN;
    /** When the last pause is over, on the loop's clock. */
    private long due = Long.MIN_VALUE;

    private volatile Instant nextAttempt;

    /**
     * @param first      the pause after the first failure, before jitter
     * @param longest    the longest pause, jitter included
     * @param multiplier by how much the pause grows each time, at least 1
     */
    public Backoff(Loop loop, Duration first, Duration longest, double multiplier) {
        this.loop = loop;
        this.first = first.toMillis();
        this.longest = Math.max(1, longest.toMillis());
        this.multiplier = multiplier;
    }

    /** For one link or server: 5, 10, 20, 40, 60, 60 … s by default. Never shorter than {@link RecoverySettings#reconnectDelay} asks for. */
    public static Backoff ofLink(Loop loop, RecoverySettings settings) {
        Duration first = settings.reconnectDelay();
        Duration longest = settings.maxReconnectDelay();
        Duration most = longest.compareTo(LONGEST_OF_LINK) < 0 ? longest : LONGEST_OF_LINK;
        return new Backoff(loop, first, most.compareTo(first) < 0 ? first : most, settings.reconnectMultiplier());
    }

    /** For the line, the network and the module itself: up to {@link RecoverySettings#maxReconnectDelay}. */
    public static Backoff ofModem(Loop loop, RecoverySettings settings) {
        return new Backoff(
                loop, settings.reconnectDelay(), settings.maxReconnectDelay(), settings.reconnectMultiplier());
    }

    /** An attempt failed, or what was open ended unasked; returns the pause before the next attempt. */
    public Duration failed() {
        loop.requireHere();
        ended();
        failures++;
        double grown = first * Math.pow(multiplier, Math.min(failures, 64) - 1.0);
        double jitter = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
        lastPause = Math.max(1, Math.min(longest, Math.round(Math.min(grown, longest) * jitter)));
        due = loop.now() + lastPause;
        nextAttempt = Instant.now().plusMillis(lastPause);
        return Duration.ofMillis(lastPause);
    }

    /** It is open; that alone is no success yet. */
    public void opened() {
        loop.requireHere();
        openSince = loop.now();
        nextAttempt = null;
    }

    /** Something got through: the next failure is a first one. */
    public void succeeded() {
        loop.requireHere();
        failures = 0;
        lastPause = 0;
        nextAttempt = null;
    }

    /** It is open no more because that was asked for: no failure. */
    public void ended() {
        loop.requireHere();
        if (openSince != NOT_OPEN && loop.now() - openSince >= Math.max(STABLE_SECONDS * 1000, 2 * lastPause)) {
            succeeded();
        }
        openSince = NOT_OPEN;
        nextAttempt = null;
    }

    /** How long the last pause still lasts, whatever has happened since; 0 when the pause is over. */
    public long left() {
        return due == Long.MIN_VALUE ? 0 : Math.max(0, due - loop.now());
    }

    /** How many failures there have been in a row. */
    public int failures() {
        return failures;
    }

    /** When the next attempt is made; null when none is waited for. */
    Instant nextAttempt() {
        return nextAttempt;
    }
}
