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
package io.github.sim7028.at.datamode;

import io.github.sim7028.at.spi.AtTransport;
import io.github.sim7028.at.spi.Loop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of data mode (1.3): DTR is dropped, or {@code +++} is sent between two silences, and again if the module did not react. Only a
 * module that was in data mode says OK to that.
 */
public final class EscapeSequence {

    /** Silence before and after the escape: the note's 1000 ms and a margin. */
    public static final long GUARD_MILLIS = 1200;

    /** How long the escape's OK may take. */
    public static final long ESCAPE_MILLIS = 2500;

    /** How long the OK to a drop of DTR may take. */
    static final long DTR_MILLIS = 800;

    /** The first moment at which an OK can be the escape's. */
    private static final long EARLIEST_OK_MILLIS = 900;

    private static final long LOOK_MILLIS = 50;
    private static final long OK_QUIET_MILLIS = 100;
    private static final int MAX_ATTEMPTS = 5;
    private static final int QUIET_ATTEMPTS = 2;
    private static final byte[] PLUSES = "+++".getBytes(StandardCharsets.US_ASCII);
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private final Owner owner;
    private final Consumer<byte[]> line;
    private final LongSupplier lastReceived;
    private final Loop loop;
    private final AtTransport transport;
    private final StreamTailFilter tail;
    private final GuardTime silence;
    private boolean dtrUsable;
    private boolean dtrProven;
    private boolean dtrDropped;
    /** DTR was dropped this time, without effect. */
    private boolean dtrTried;

    private int attempts;
    private long madeAt;
    private boolean blind;
    private Loop.Timer timer = () -> {};

    /** Whose data mode is left. */
    interface Owner {

        /** The module has said that it was in data mode and is not any more. */
        void left();

        /** The module has said nothing to the escape. */
        void leftUnproven();

        /** Whether bytes come as only a module in data mode sends them. */
        boolean flowing();

        /** Whether the module may not have been in data mode at all. */
        boolean uncertain();
    }

    /**
     * @param line         writes bytes to the module
     * @param lastReceived when the last byte came, on the loop's clock
     */
    EscapeSequence(
            Owner owner,
            Consumer<byte[]> line,
            LongSupplier lastReceived,
            Loop loop,
            AtTransport transport,
            StreamTailFilter tail,
            GuardTime silence) {
        this.owner = owner;
        this.line = line;
        this.lastReceived = lastReceived;
        this.loop = loop;
        this.transport = transport;
        this.tail = tail;
        this.silence = silence;
    }

    /** Whether the module has been told to leave data mode when DTR drops. */
    void useDtr(boolean use) {
        dtrUsable = use;
    }

    /** Begins; ends with {@link Owner#left()} or {@link Owner#leftUnproven()}. */
    void start() {
        attempts = 0;
        dtrTried = false;
        awaitSilence();
    }

    /** Nothing more is tried. */
    void stop() {
        timer.cancel();
        blind = false;
        raiseDtr();
    }

    /** The module listens, for all that is known. */
    void arrived() {
        raiseDtr();
        tail.escaped(false);
    }

    private void awaitSilence() {
        long wait = silence.since() + (byDtr() ? LOOK_MILLIS : GUARD_MILLIS) - loop.now();
        if (wait > 0) {
            timer = loop.after(wait, this::awaitSilence);
        } else {
            make();
        }
    }

    private boolean byDtr() {
        return dtrUsable && !dtrTried;
    }

    private void make() {
        madeAt = loop.now();
        tail.escaped(true);
        if (byDtr() && dropDtr()) {
            LOG.debug("leaving data mode by DTR");
        } else if (byDtr()) {
            dtrUsable = false;
            awaitSilence();
            return;
        } else {
            attempts++;
            LOG.debug("leaving data mode with +++ ({})", attempts);
            line.accept(PLUSES);
        }
        look();
    }

    private void look() {
        long now = loop.now();
        long since = now - madeAt;
        long cameAfter = lastReceived.getAsLong() - madeAt;
        boolean inTime = cameAfter >= (dtrDropped ? 0 : EARLIEST_OK_MILLIS);
        if (inTime && tail.hasOk() && since - cameAfter >= OK_QUIET_MILLIS) {
            dtrProven |= dtrDropped;
            // a module that reacts to the escape but not to DTR has no such wire
            dtrUsable &= dtrDropped || !dtrTried;
            owner.left();
        } else if (since < (dtrDropped ? DTR_MILLIS : ESCAPE_MILLIS)) {
            timer = loop.after(LOOK_MILLIS, this::look);
        } else {
            unanswered();
        }
    }

    /** No OK: the module was not in data mode, or it has not seen the escape. */
    private void unanswered() {
        boolean flowing = owner.flowing() || tail.tellsOfNextClient();
        boolean enough = owner.uncertain() || tail.suspicious() || attempts >= QUIET_ATTEMPTS;
        if (dtrDropped) {
            raiseDtr();
            if (dtrProven && !flowing) {
                owner.leftUnproven();
                return;
            }
            dtrTried = true;
            awaitSilence();
        } else if (enough && !flowing || attempts >= MAX_ATTEMPTS) {
            owner.leftUnproven();
        } else {
            awaitSilence();
        }
    }

    private boolean dropDtr() {
        try {
            dtrDropped = transport.setDtr(false);
        } catch (IOException e) {
            LOG.debug("DTR cannot be dropped: {}", e.getMessage());
        }
        return dtrDropped;
    }

    private void raiseDtr() {
        if (dtrDropped) {
            dtrDropped = false;
            try {
                transport.setDtr(true);
            } catch (IOException e) {
                LOG.debug("DTR cannot be raised: {}", e.getMessage());
            }
        }
    }

    // ---- for a module that may not answer

    /** Whether something waits to be said. */
    boolean blind() {
        return blind;
    }

    /**
     * Runs something when a module that was in data mode must have left it, whether it says so or not. One at a time.
     *
     * @return in how many milliseconds, if nothing else is written; -1 when something waits already
     */
    long blindly(Runnable then) {
        if (blind) {
            return -1;
        }
        blind = true;
        blindPluses(then);
        return Math.max(0, silence.since() + GUARD_MILLIS - loop.now()) + GUARD_MILLIS;
    }

    private void blindPluses(Runnable then) {
        long wait = silence.since() + GUARD_MILLIS - loop.now();
        if (wait > 0) {
            timer = loop.after(wait, () -> blindPluses(then));
            return;
        }
        LOG.debug("leaving data mode with +++, in case the module is in it");
        line.accept(PLUSES);
        timer = loop.after(GUARD_MILLIS, () -> {
            blind = false;
            then.run();
        });
    }
}
