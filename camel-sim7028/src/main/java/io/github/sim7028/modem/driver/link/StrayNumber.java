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
import io.github.sim7028.at.command.CipClose;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.pacing.Backoff;
import java.time.Duration;

/**
 * A link number that the module may have open though no link uses it: a close was refused, or a client came for a server that is not in use. It
 * is free only when the module reports it as closed: until then it is closed again and again, with growing pauses.
 */
@OnLoop
public final class StrayNumber implements LinkNumberPool.Holder {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** After how many questions without an answer the module cannot be asked. */
    private static final int MAX_UNANSWERED = 3;

    private final LinkContext context;
    private final CommandChannel commands;
    private final int number;
    private final Backoff pauses;
    private int unanswered;
    private CipClose closing;
    private boolean taken;

    public StrayNumber(LinkContext context, int number) {
        this.context = context;
        this.number = number;
        commands = context.commands();
        pauses = new Backoff(context.loop(), FIRST_PAUSE, Backoff.LONGEST_OF_LINK, 2);
    }

    /** Asks the module, and closes the number if it is open. */
    public void settle() {
        if (over()) {
            return;
        }
        commands.execute(new OpenLinksQuery()).whenComplete((open, failure) -> {
            if (failure instanceof AtAbortedException || over()) {
                return;
            }
            if (failure == null && !open.containsKey(number)) {
                free();
            } else if (failure == null || ++unanswered < MAX_UNANSWERED) {
                close();
            } else {
                LOG.warn(
                        "Modem '{}': the state of link {} could not be queried: {}; the link is used again",
                        context.name(),
                        number,
                        failure.getMessage());
                free();
            }
        });
    }

    private void close() {
        closing = new CipClose(number);
        commands.execute(closing, LinkState.CLOSE_MILLIS).whenComplete((v, failure) -> {
            if (failure instanceof AtAbortedException || over()) {
                return;
            }
            if (failure == null) {
                free();
                return;
            }
            long pause = pauses.failed().toMillis();
            if (pauses.failures() == 1) {
                LOG.info(
                        "Modem '{}': link {} could not be closed and is not used meanwhile: {}",
                        context.name(),
                        number,
                        failure.getMessage());
            }
            context.loop().after(pause, this::settle);
        });
    }

    /** Whether it is no concern of this one any more. */
    private boolean over() {
        return taken || context.commands() != commands;
    }

    private void free() {
        taken = true;
        context.numbers().release(number, this, true);
    }

    @Override
    public void numberTaken() {
        taken = true;
        if (closing != null) {
            commands.withdraw(closing, "the link now belongs to another client");
        }
    }

    @Override
    public boolean evictable() {
        return false;
    }

    @Override
    public long lastUsed() {
        return 0;
    }

    @Override
    public void evict() {
        throw new IllegalStateException("the link is being closed already");
    }
}
