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
import io.github.sim7028.at.AtListener;
import io.github.sim7028.line.Line;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one line of a modem: opened and left on workers, as both may block; everything else on the modem's loop. */
final class LineKeeper {

    /** How long the reader of a closed line may take to end. */
    private static final long READER_MILLIS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Modem.class);

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final ModemLoop loop;
    private Session session;
    private String failure = "";

    LineKeeper(ModemProfile profile, ModemRuntime runtime, ModemLoop loop) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
    }

    /** The open line; null while there is none. */
    Session session() {
        return session;
    }

    /** The dialogue with the module, ready or not; null while no line is open. */
    AtDialogue dialogue() {
        return session == null ? null : session.dialogue();
    }

    /** Why the line could not be opened the last time; empty when it could. */
    String failure() {
        return failure;
    }

    /**
     * Opens the line.
     *
     * @param wanted whether anybody still waits for it once it is open or refused
     * @param ear    hears what the module says
     */
    void open(BooleanSupplier wanted, AtListener ear, Runnable opened, Consumer<Exception> refused) {
        onWorker(() -> {
            try {
                Line line = profile.line().open();
                loop.execute(() -> opened(line, wanted, ear, opened));
            } catch (IOException | RuntimeException e) {
                loop.execute(() -> {
                    if (wanted.getAsBoolean()) {
                        failure = String.valueOf(e.getMessage());
                        refused.accept(e);
                    }
                });
            }
        });
    }

    private void opened(Line line, BooleanSupplier wanted, AtListener ear, Runnable then) {
        if (!wanted.getAsBoolean()) {
            onWorker(line::close);
            return;
        }
        failure = "";
        session = new Session(
                profile.name(),
                line,
                loop,
                runtime,
                ear,
                profile.recovery().commandTimeout().toMillis());
        if (profile.transfer().transparent()) {
            session.dialogue().expectDataMode(false);
        }
        session.start();
        then.run();
    }

    void close(String reason, Throwable cause) {
        if (session != null) {
            session.close(reason, cause);
            session = null;
        }
    }

    /** Closes the line; {@code then} runs on the loop later, when its reader has ended. */
    void close(String reason, Runnable then) {
        Session last = session;
        close(reason, (Throwable) null);
        if (last == null) {
            loop.execute(then);
            return;
        }
        onWorker(() -> {
            try {
                last.awaitReader(READER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            loop.execute(then);
        });
    }

    private void onWorker(Runnable task) {
        try {
            runtime.workers().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has been stopped while modem '{}' was busy with its line", profile.name(), e);
        }
    }
}
