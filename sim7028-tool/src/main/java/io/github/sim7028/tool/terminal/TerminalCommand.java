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
package io.github.sim7028.tool.terminal;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.Interrupt;
import io.github.sim7028.tool.ToolCommand;
import io.github.sim7028.tool.ToolException;
import io.github.sim7028.tool.dialogue.Heard;
import io.github.sim7028.tool.line.LineOptions;
import io.github.sim7028.tool.line.OpenLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A console for AT commands. */
@Command(
        name = "terminal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "A console for AT commands, with editing and a history. Commands may also come from a file or another "
                    + "program: then each waits for the result of the one before.",
            "While the command runs, no other program can use the line. Type exit, Ctrl+C or Ctrl+D to end; :help "
                    + "lists what else can be typed. At the end a module that waits for data, or is in data mode, is "
                    + "brought back to commands.",
            "A command that gives a PIN or a password is not kept in the history, and masked in a transcript.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The terminal was ended.",
            "2:An argument is wrong.",
            "3:The line could not be opened, or was lost.",
            "6:Commands came from a file or a program, and a command failed or had no result in time.",
            "130:Ctrl+C."
        })
public final class TerminalCommand extends ToolCommand {

    private static final long QUIET_MILLIS = 500;

    @Mixin
    private LineOptions options;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long a command that comes from a file or a program may take. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds = 10;

    @Option(names = "--no-history", description = "Neither read nor write the history.")
    private boolean noHistory;

    private volatile Keyboard keyboard;
    private volatile TerminalSession session;
    private volatile Interrupt interrupt;
    private boolean late;

    @Override
    public Integer call() throws Exception {
        if (timeoutSeconds < 1 || timeoutSeconds > 3600) {
            throw new IllegalArgumentException(
                    "--timeout: " + timeoutSeconds + " is out of range; allowed are 1 to 3600 seconds");
        }
        LineFactory lines = options.factory();
        boolean person = !json() && isTerminal();
        keyboard = person ? new EditingKeyboard(history()) : new PlainKeyboard(System.in, out());
        try (Keyboard input = keyboard;
                OpenLine line = open(lines);
                TerminalSession opened = new TerminalSession(line, this::show)) {
            session = opened;
            interrupt = new Interrupt(this::stop);
            if (person) {
                input.show(options.device() + " is open. No other program can use this line now. Type exit to end, "
                        + ":help for help.");
            }
            talk(input, opened, person, interrupt);
            if (opened.lost() != null && !interrupt.signalled()) {
                throw new ToolException(ExitCodes.UNAVAILABLE, "The line was lost: " + opened.lost());
            }
            boolean failed = !person && (late || opened.errors() > 0);
            leave();
            return input.interrupted() ? ExitCodes.INTERRUPTED : failed ? ExitCodes.FOUND : ExitCodes.DONE;
        } finally {
            if (interrupt != null) {
                interrupt.close();
            }
        }
    }

    private void leave() throws InterruptedException {
        try {
            String left = session.leave();
            if (!left.isEmpty()) {
                say(left);
            }
        } catch (IOException e) {
            say("The line was lost: " + e.getMessage());
        }
    }

    /** Ctrl+C as a signal: the command itself may wait for input that never ends. */
    private void stop() {
        try {
            leave();
            keyboard.close();
        } catch (IOException | InterruptedException e) {
            say(String.valueOf(e.getMessage()));
        }
        session.close();
        interrupt.close();
    }

    private static OpenLine open(LineFactory lines) throws ToolException {
        try {
            return OpenLine.open(lines);
        } catch (LineException e) {
            throw new ToolException(ExitCodes.UNAVAILABLE, e.getMessage(), e);
        }
    }

    private Path history() {
        return noHistory ? null : Path.of(System.getProperty("user.home"), ".sim7028", "history");
    }

    private void talk(Keyboard input, TerminalSession session, boolean person, Interrupt interrupt)
            throws IOException, InterruptedException {
        while (session.lost() == null && !interrupt.signalled()) {
            String text = input.next();
            if (text == null) {
                break;
            }
            try {
                if (!session.typed(text)) {
                    return;
                }
            } catch (IllegalArgumentException e) {
                input.show(e.getMessage());
            } catch (IOException e) {
                // the session knows why
                session.awaitResult(QUIET_MILLIS);
                return;
            }
            if (!person && !session.awaitResult(timeoutSeconds * 1000L)) {
                late = true;
                say("no result within " + timeoutSeconds + " s: " + AtSyntax.foreign(text));
            }
        }
        if (!person) {
            session.typed(":wait 1");
        }
    }

    private void show(Heard heard) {
        String text = TerminalSession.shown(heard);
        if (json()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("time", Instant.now().toString());
            map.put("kind", heard.kind().name().toLowerCase(Locale.ROOT));
            map.put("text", text);
            result(map, text);
        } else {
            keyboard.show(text);
        }
    }
}
