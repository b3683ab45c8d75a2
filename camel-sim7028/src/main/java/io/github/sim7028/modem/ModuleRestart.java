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
package io.github.sim7028.modem;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.Inquiries;
import io.github.sim7028.at.Loop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a module that restarts: for its power, and then for its first sign of life. On the modem's loop. */
final class ModuleRestart {

    private static final Logger LOG = LoggerFactory.getLogger(Modem.class);

    /** How long a module may take to boot before it is taken for one that does not answer. */
    static final long BOOT_MILLIS = 20_000;

    /** What is heard so soon may still be what it said before. */
    private static final long QUIET_MILLIS = 2000;

    private static final long PROBE_MILLIS = 1000;
    private static final long POWER_MILLIS = 60_000;

    private final ModemRuntime runtime;
    private final Loop loop;

    ModuleRestart(ModemRuntime runtime, Loop loop) {
        this.runtime = runtime;
        this.loop = loop;
    }

    /** Tells it to restart, whether it answers or not, and waits for it. */
    void tell(AtDialogue dialogue, BooleanSupplier current, Runnable then) {
        await(dialogue, dialogue.tell(Inquiries.restart()), current, then);
    }

    /**
     * Drops DTR for a while, which resets a module whose board is wired so, and waits for it; says AT+CFUN=1,1 where there is no
     * such wire.
     */
    void pulse(Session session, Duration low, BooleanSupplier current, Runnable then) {
        if (!set(session, false)) {
            LOG.warn("Its line has no DTR that could be dropped (dtrPulse): it is told AT+CFUN=1,1 instead");
            tell(session.dialogue(), current, then);
            return;
        }
        session.dialogue().owe(new byte[0]);
        loop.after(low.toMillis(), () -> {
            // whatever has come meanwhile: nothing may keep the module down; a line opened anew raises DTR by itself
            set(session, true);
            if (current.getAsBoolean()) {
                await(session.dialogue(), current, then);
            }
        });
    }

    private static boolean set(Session session, boolean dtr) {
        try {
            return session.setDtr(dtr);
        } catch (IOException e) {
            LOG.debug("DTR could not be set", e);
            return false;
        }
    }

    /** Asks it every second, as its RDY may be lost; {@code then} runs when it has said anything or its time is over. */
    void await(AtDialogue dialogue, BooleanSupplier current, Runnable then) {
        await(dialogue, 0, current, then);
    }

    private void await(AtDialogue dialogue, long pause, BooleanSupplier current, Runnable then) {
        loop.after(pause + QUIET_MILLIS, () -> {
            if (current.getAsBoolean()) {
                probe(dialogue, loop.now(), loop.now() + BOOT_MILLIS - QUIET_MILLIS, current, then);
            }
        });
    }

    private void probe(AtDialogue dialogue, long since, long deadline, BooleanSupplier current, Runnable then) {
        if (dialogue.lastReceived() > since || loop.now() >= deadline) {
            then.run();
            return;
        }
        dialogue.tell(Commands.attention());
        loop.after(PROBE_MILLIS, () -> {
            if (current.getAsBoolean()) {
                probe(dialogue, since, deadline, current, then);
            }
        });
    }

    /** Has the power switched; {@code then} gets why that failed, null when it did not. */
    void powerCycle(PowerCycle hook, String modem, Consumer<String> then) {
        boolean[] told = {false};
        Consumer<String> once = failure -> {
            if (!told[0]) {
                told[0] = true;
                then.accept(failure);
            }
        };
        FutureTask<Void> task = new FutureTask<>(() -> {
            String[] failure = {null};
            Fence.run(() -> hook.powerCycle(modem), e -> failure[0] = e.toString());
            loop.execute(() -> once.accept(failure[0]));
            return null;
        });
        loop.after(POWER_MILLIS, () -> {
            task.cancel(true);
            once.accept("it took more than a minute");
        });
        runtime.workers().execute(task);
    }
}
