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
package io.github.sim7028.tool.modem;

import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.Interrupt;
import io.github.sim7028.tool.ToolCommand;
import io.github.sim7028.tool.ToolException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Mixin;

/** A command that starts the driver with one modem, and closes it at the end and on Ctrl+C. */
abstract class ModemCommand extends ToolCommand {

    @Mixin
    private ModemOptions options;

    private String lastSaid = "";

    @Override
    public final Integer call() throws Exception {
        check();
        ModemProfile profile = options.profile(transfer());
        readInput();
        try (ModemSession session = new ModemSession(profile);
                Interrupt interrupt = new Interrupt(session::close)) {
            return run(session, interrupt);
        }
    }

    /** Checks what the user wrote, before anything is opened. */
    void check() throws IOException {}

    /** Reads standard input, behind a PIN and a password that may stand there, too; nothing is opened yet. */
    void readInput() throws IOException {}

    /** How it sends. */
    TransferSettings transfer() {
        return TransferSettings.DEFAULT;
    }

    /** @return the exit code */
    abstract int run(ModemSession session, Interrupt interrupt) throws Exception;

    final Duration patience() {
        return options.patience();
    }

    final String device() {
        return options.device();
    }

    /** Tells each new state once. */
    final void progress(ModemStatus status) {
        String text =
                OptionWords.in(status.state().words() + (status.reason().isEmpty() ? "" : ": " + status.reason()));
        if (!json() && status.state() != ModemState.STOPPED && !text.equals(lastSaid)) {
            lastSaid = text;
            say("modem: " + text);
        }
    }

    /** The result of a question to the driver, which has a limit of its own; this one is only the last resort. */
    static <T> T answer(CompletableFuture<T> future, Duration limit) throws Exception {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new ToolException(
                    ExitCodes.FAILED, "The driver did not answer within " + limit.toSeconds() + " s.", e);
        }
    }
}
