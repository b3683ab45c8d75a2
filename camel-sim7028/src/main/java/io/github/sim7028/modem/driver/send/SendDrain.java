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

import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.report.ModemState;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * What becomes of messages whose senders are being stopped: on a link that works they still go out, as long as that gets on; what waits
 * for another attempt of a modem or a connection fails at once, as its result is no longer awaited.
 */
@OnLoop
final class SendDrain {

    /** How long there may be no progress before messages not yet started are given up. */
    private static final long PATIENCE_MILLIS = 5000;

    private final SendingLink link;
    private final SendContext context;
    private final BooleanSupplier allSent;
    private final BiConsumer<String, Throwable> failAll;
    private boolean watching;
    private boolean gotOn;

    /**
     * @param allSent whether nothing waits or is under way
     * @param failAll fails the messages not yet started, with the reason and its cause
     */
    SendDrain(SendingLink link, SendContext context, BooleanSupplier allSent, BiConsumer<String, Throwable> failAll) {
        this.link = link;
        this.context = context;
        this.allSent = allSent;
        this.failAll = failAll;
    }

    /** Something was confirmed. */
    void gotOn() {
        gotOn = true;
    }

    /** Fails what waits for more than its turn. */
    void failStranded() {
        if (!context.isStopping()) {
            return;
        }
        ModemState state = context.status().state();
        boolean comesUp = context.commands() == null && state != ModemState.WAITING && state != ModemState.STOPPED;
        boolean works = comesUp || context.commands() != null && !link.pausing();
        if (!works) {
            giveUp();
        } else if (!allSent.getAsBoolean()) {
            watch();
        }
    }

    private void giveUp() {
        Throwable why = link.whyWaiting();
        failAll.accept("the message was waiting when its sender was stopped: " + why.getMessage(), why);
    }

    private void watch() {
        if (watching) {
            return;
        }
        watching = true;
        gotOn = false;
        context.loop().after(PATIENCE_MILLIS, () -> {
            watching = false;
            if (!gotOn) {
                giveUp();
            }
            failStranded();
        });
    }
}
