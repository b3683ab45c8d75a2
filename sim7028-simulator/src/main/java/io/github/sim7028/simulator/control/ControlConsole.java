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
package io.github.sim7028.simulator.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Takes commands from people, a line each, and answers in lines. */
public final class ControlConsole {

    private static final int NAMED = 5;

    private final ModemControl control;
    private final PrintWriter out;
    private final Runnable quit;

    /** @param quit what the command {@code quit} does */
    public ControlConsole(ModemControl control, PrintWriter out, Runnable quit) {
        this.control = control;
        this.out = out;
        this.quit = quit;
    }

    /** Does what the lines say, until they end. */
    public void read(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                run(line.strip());
                out.flush();
            }
        }
    }

    private void run(String line) {
        switch (line.toLowerCase(Locale.ROOT)) {
            case "help", "?" -> help();
            case "quit" -> quit.run();
            default -> {
                try {
                    answer(control.run(line));
                } catch (IllegalArgumentException e) {
                    out.println(e.getMessage() + "; help shows all commands");
                } catch (RuntimeException e) {
                    // the modems are being closed; the next command is read all the same
                    out.println("The command failed: " + e.getMessage());
                }
            }
        }
    }

    private void answer(Map<String, String> told) {
        if (told.values().stream().allMatch(String::isEmpty)) {
            out.println("Done: " + (told.size() <= NAMED ? String.join(", ", told.keySet()) : told.size() + " modems"));
            return;
        }
        told.forEach((modem, text) -> out.println(modem + ": " + (text.isEmpty() ? "done" : text)));
    }

    private void help() {
        out.println("COMMAND [VALUE] [modems=MODEMS] [for=TIME]");
        for (ControlCommand command : ModemControl.commands()) {
            String form = command.name()
                    + (command.value().isEmpty() ? "" : ' ' + command.value())
                    + (command.takesTime() ? " [for=TIME]" : "");
            out.printf("  %-50s %s%n", form, command.help());
        }
        out.println("  quit                                               ends the program");
        out.println("MODEMS: all, 3, 3-7, a name, several separated by commas, half, 20%. Default: all");
        out.println("TIME: 500ms, 10s, 3m, 1h; afterwards, what was before holds again");
    }
}
