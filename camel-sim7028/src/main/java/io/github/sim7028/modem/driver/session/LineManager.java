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
package io.github.sim7028.modem.driver.session;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.DialogueLog;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineOpening;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.SerialLoop;
import io.github.sim7028.modem.settings.ModemProfile;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The one line of a modem: opened and left on workers, as both may block. */
@OnLoop
public final class LineManager {

    /** How long the reader of a closed line may take to end. */
    private static final long READER_MILLIS = 5000;

    /** How long one that is stopped waits for the opening of its line to end. */
    private static final long OPENING_MILLIS = 5000;

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final SerialLoop loop;
    private final DialogueLog log;
    private volatile LineSession session;
    /** What the module may still wait for since the last line ended: the rest of a payload. */
    private byte[] owed = {};

    private volatile boolean fenced;
    private String failure = "";
    /** How many are under way: one that is no longer wanted may still be. */
    private int openings;

    /** The latest one. */
    private LineOpening opening = new LineOpening();

    private Runnable afterOpening = () -> {};

    public LineManager(ModemProfile profile, ModemRuntime runtime, SerialLoop loop) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
        log = new DialogueLog(profile.name(), runtime.nanoTime());
    }

    /** The open line; null while there is none. */
    public LineSession session() {
        return session;
    }

    /** The dialogue with the module, ready or not; null while no line is open. */
    public AtDialogue dialogue() {
        return session == null ? null : session.dialogue();
    }

    /** What people may see of the dialogue, over all lines. */
    @AnyThread
    public DialogueLog log() {
        return log;
    }

    /** Why the line could not be opened the last time; empty when it could. */
    public String failure() {
        return failure;
    }

    /**
     * Opens the line.
     *
     * @param wanted whether the line is still needed when it is open or refused
     * @param ear    receives what the module sends
     */
    public void open(BooleanSupplier wanted, AtListener ear, Runnable opened, Consumer<Exception> refused) {
        loop.requireHere();
        openings++;
        LineOpening mine = new LineOpening();
        opening = mine;
        runtime.runNative(() -> Fence.run(
                () -> {
                    Line line = profile.line().open(mine);
                    loop.execute(() -> opened(line, wanted, ear, opened));
                },
                thrown -> loop.execute(() -> {
                    openingEnded();
                    if (wanted.getAsBoolean()) {
                        // a missing library is an Error
                        Exception e = thrown instanceof Exception plain
                                ? plain
                                : new LineException(thrown.toString(), thrown);
                        failure = String.valueOf(e.getMessage());
                        refused.accept(e);
                    }
                })));
    }

    private void opened(Line line, BooleanSupplier wanted, AtListener ear, Runnable then) {
        if (fenced || !wanted.getAsBoolean()) {
            runtime.runNative(() -> {
                line.close();
                loop.execute(this::openingEnded);
            });
            return;
        }
        openingEnded();
        failure = "";
        session = new LineSession(
                log,
                line,
                loop,
                runtime.of(profile.line()).readers(),
                runtime.timer(),
                ear,
                profile.recovery().commandTimeout().toMillis());
        if (fenced) {
            session.fence();
        }
        if (profile.transfer().transparent()) {
            session.dialogue().expectDataMode(false);
        }
        session.dialogue().owe(owed);
        session.start();
        then.run();
    }

    public void close(String reason, Throwable cause) {
        loop.requireHere();
        if (session != null) {
            session.close(reason, cause);
            owed = session.dialogue().owed();
            session = null;
        }
    }

    /**
     * Closes the line; {@code then} runs on the loop later, when its reader has ended and no opening of the line is under way any
     * more, or has taken too long about it.
     */
    public void close(String reason, Runnable then) {
        LineSession last = session;
        close(reason, (Throwable) null);
        if (last == null) {
            loop.execute(() -> awaitOpening(then));
            return;
        }
        runtime.run(() -> {
            try {
                last.awaitReader(READER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            loop.execute(then);
        });
    }

    private void awaitOpening(Runnable then) {
        afterOpening = then;
        opening.giveUp("the modem is being stopped");
        if (openings == 0) {
            goOn();
        } else {
            loop.after(OPENING_MILLIS, this::goOn);
        }
    }

    private void openingEnded() {
        if (--openings == 0) {
            goOn();
        }
    }

    private void goOn() {
        Runnable then = afterOpening;
        afterOpening = () -> {};
        then.run();
    }

    /** As {@link #cut}, and nothing is written from now on, to no line of this modem. */
    @AnyThread
    public void fence() {
        fenced = true;
        LineSession now = session;
        if (now != null) {
            now.fence();
        }
    }

    public boolean fenced() {
        return fenced;
    }

    /** Ends the line under any thread that waits for it; also while the loop itself waits. */
    @AnyThread
    public void cut() {
        LineSession now = session;
        if (now != null) {
            now.cut();
        }
    }
}
