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

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.session.LineSession;
import io.github.sim7028.modem.settings.RecoverySettings;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has a module restarted, and waits for its boot: only a boot that was seen is a restart, as AT+CFUN=1,1 does nothing but switch the radio
 * on some firmware.
 */
@OnLoop
final class ModuleRestart {

    /** How long a module may take to boot before it is taken for one that did not. */
    static final long BOOT_MILLIS = 20_000;

    /** A module that still answers after this time, and has not booted, will not. */
    static final long ANSWERS_MILLIS = 8000;

    /** What is received so soon may have been sent before the command. */
    private static final long QUIET_MILLIS = 2000;

    private static final long PROBE_MILLIS = 1000;
    private static final List<String> COMMANDS = List.of("AT+QCRST", "AT+CFUN=1,1");

    private final Loop loop;
    private final List<String> commands;
    private Awaited awaited;
    private Supplier<AtCommand<Boolean>> settings;

    private record Awaited(AtDialogue dialogue, BooleanSupplier current, Consumer<Boolean> then, long begun) {}

    /** @param command what restarts the module, or {@link RecoverySettings#AUTO} */
    ModuleRestart(Loop loop, String command) {
        this.loop = loop;
        commands = command.equals(RecoverySettings.AUTO) ? COMMANDS : List.of(command);
    }

    /** @param kept asks whether the module still has settings that a boot undoes; null if no query tells */
    void prove(Supplier<AtCommand<Boolean>> kept) {
        settings = kept;
    }

    /** The commands to send, one after the other. */
    String words() {
        return String.join(", then ", commands);
    }

    int count() {
        return commands.size();
    }

    AtCommand<Void> command(int index) {
        return StandardCommands.restart(commands.get(index));
    }

    /** Sends the commands for a restart, whether the module answers or not; {@code then} receives whether a boot was detected. */
    void tell(AtDialogue dialogue, BooleanSupplier current, Consumer<Boolean> then) {
        tell(dialogue, 0, current, then);
    }

    private void tell(AtDialogue dialogue, int index, BooleanSupplier current, Consumer<Boolean> then) {
        if (index == commands.size()) {
            then.accept(false);
        } else {
            await(dialogue, dialogue.tell(command(index)), current, booted -> {
                if (booted) {
                    then.accept(true);
                } else {
                    tell(dialogue, index + 1, current, then);
                }
            });
        }
    }

    /** The module has answered a command with OK; if no boot follows, the next command is sent. */
    void taken(AtDialogue dialogue, int index, BooleanSupplier current, Consumer<Boolean> then) {
        await(dialogue, 0, current, booted -> {
            if (booted) {
                then.accept(true);
            } else {
                tell(dialogue, index + 1, current, then);
            }
        });
    }

    /**
     * Drops DTR for a while, which resets a module whose board is wired so; sends the commands if there is no such wire, or if no boot
     * follows.
     */
    void pulse(LineSession session, long lowMillis, BooleanSupplier current, Consumer<Boolean> then) {
        if (!set(session, false)) {
            LOG.warn("The line has no DTR for the option dtrPulse: {} is sent to the module instead", words());
            tell(session.dialogue(), current, then);
            return;
        }
        session.dialogue().owe(new byte[0]);
        loop.after(lowMillis, () -> {
            // whatever has come meanwhile: nothing may keep the module down; a line that is opened again raises DTR by
            // itself
            set(session, true);
            if (current.getAsBoolean()) {
                await(session.dialogue(), 0, current, booted -> {
                    if (booted) {
                        then.accept(true);
                    } else {
                        LOG.info(
                                "No restart was detected after DTR was dropped (dtrPulse): {} is sent to the module",
                                words());
                        tell(session.dialogue(), current, then);
                    }
                });
            }
        });
    }

    private static boolean set(LineSession session, boolean dtr) {
        try {
            return session.setDtr(dtr);
        } catch (IOException e) {
            LOG.debug("DTR could not be set", e);
            return false;
        }
    }

    /** A boot was seen; returns whether one was awaited. */
    boolean booted() {
        Awaited done = awaited;
        awaited = null;
        if (done == null || !done.current.getAsBoolean()) {
            return false;
        }
        done.then.accept(true);
        return true;
    }

    /** Sends a query every second, because the boot lines may be lost, but not the echo with which the module boots. */
    private void await(AtDialogue dialogue, long pause, BooleanSupplier current, Consumer<Boolean> then) {
        Awaited mine = new Awaited(dialogue, current, then, loop.now() + pause);
        awaited = mine;
        loop.after(pause + QUIET_MILLIS, () -> probe(mine));
    }

    private void probe(Awaited mine) {
        if (awaited != mine || !mine.current.getAsBoolean()) {
            return;
        }
        long passed = loop.now() - mine.begun;
        boolean answers = mine.dialogue.lastReceived() > mine.begun + QUIET_MILLIS;
        if (answers && passed >= ANSWERS_MILLIS) {
            lookAtSettings(mine);
            return;
        }
        if (passed >= BOOT_MILLIS) {
            end(mine, false);
            return;
        }
        mine.dialogue.tell(StandardCommands.attention());
        loop.after(PROBE_MILLIS, () -> probe(mine));
    }

    /** A firmware may keep the echo off over a restart, and what it says at a boot may be lost. */
    private void lookAtSettings(Awaited mine) {
        if (settings == null) {
            end(mine, false);
            return;
        }
        mine.dialogue.execute(settings.get()).whenComplete((kept, failure) -> {
            if (awaited == mine && mine.current.getAsBoolean()) {
                end(mine, failure == null && !kept);
            }
        });
    }

    private void end(Awaited mine, boolean booted) {
        awaited = null;
        mine.then.accept(booted);
    }
}
