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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import java.time.Duration;

/**
 * How long a message may still take. While the modem is not ready one limit counts, in all; while it is, another, which is full again
 * whenever a piece of the message was confirmed. A body of unknown length has that limit {@value #TIMES_OF_UNKNOWN_LENGTH} times at most,
 * as it may have no end.
 */
@OnLoop
final class MessageTime {

    static final int TIMES_OF_UNKNOWN_LENGTH = 10;

    private final Loop loop;
    private final long sendLimit;
    private final long waitLimit;
    private final Runnable over;
    private final long begin;
    private long waitLeft;
    private long sendLeft;
    private long bodyLeft;
    private boolean ready;
    private long since;
    private Loop.Timer timer = () -> {};

    /** @param over runs when its time is over */
    MessageTime(Loop loop, Duration modemWait, Duration send, boolean endless, Runnable over) {
        this.loop = loop;
        this.sendLimit = send.toMillis();
        this.over = over;
        begin = loop.now();
        waitLimit = modemWait.toMillis();
        waitLeft = waitLimit;
        sendLeft = sendLimit;
        bodyLeft = endless ? TIMES_OF_UNKNOWN_LENGTH * sendLimit : Long.MAX_VALUE;
    }

    void start(boolean modemReady) {
        ready = modemReady;
        arm();
    }

    /** The modem has become ready, or is so no more. */
    void modemReady(boolean now) {
        if (ready != now) {
            account();
            ready = now;
            arm();
        }
    }

    /** A part of the message was sent: its time starts again. False if its whole time has passed. */
    boolean progress() {
        account();
        sendLeft = Math.min(sendLimit, bodyLeft);
        arm();
        return sendLeft > 0;
    }

    private void account() {
        long passed = loop.now() - since;
        if (ready) {
            sendLeft -= passed;
            bodyLeft -= passed;
        } else {
            waitLeft -= passed;
        }
    }

    private void arm() {
        timer.cancel();
        since = loop.now();
        timer = loop.after(Math.max(0, ready ? sendLeft : waitLeft), over);
    }

    void stop() {
        timer.cancel();
    }

    /** The limit that counts now. */
    Duration limit() {
        return Duration.ofMillis(ready ? sendLimit : waitLimit);
    }

    /** How long it has taken so far. */
    Duration taken() {
        return Duration.ofMillis(loop.now() - begin);
    }
}
