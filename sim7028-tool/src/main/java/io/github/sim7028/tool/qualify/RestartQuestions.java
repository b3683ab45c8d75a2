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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.tool.dialogue.Dialogue;
import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import io.github.sim7028.tool.dialogue.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Restarts: what starts them, what the module says then, and what it forgets. One restart serves several questions. */
final class RestartQuestions {

    private static final long BOOT_MILLIS = 60_000;
    private static final long RADIO_MILLIS = 30_000;
    private static final long SOON_MILLIS = 1000;
    /** A network is not found sooner. */
    private static final long AT_ONCE_MILLIS = 1500;

    private static final String STARTED = "RDY|\\*ATREADY.*";

    private Restart last;
    /** Whether the last command for a restart was. */
    private boolean refused;

    /** What was seen of the last restart. */
    private record Restart(
            String command,
            List<String> lines,
            long bootMillis,
            boolean echo,
            boolean signalRefused,
            boolean reportsKept) {}

    List<Question> all() {
        return List.of(
                question("radio on", "When does AT+CFUN=1 say OK?", this::radioOn),
                question("AT+CFUN=1,1", "Does AT+CFUN=1,1 restart the module?", this::functionLevel),
                question("AT+QCRST", "Does AT+QCRST restart the module?", this::restart),
                question("boot lines", "Which lines does the module output when it starts?", this::bootLines),
                question("settings after a restart", "Are AT+CMEE and AT+CEREG kept?", this::settings),
                question("echo after a restart", "Is ATE0 kept?", this::echo),
                question("signal after a restart", "Does the first AT+CSQ fail?", this::signal),
                question("search after a restart", "How long does the search take?", this::search));
    }

    private static Question question(String name, String about, Question.Asking asking) {
        return new Question(name, about, Need.RESTART, 0, asking);
    }

    private Reading radioOn(Subject module) throws IOException, NoAnswer {
        module.closeNetwork();
        module.forget();
        Dialogue dialogue = module.dialogue();
        dialogue.ask("AT+CFUN=0", RADIO_MILLIS);
        dialogue.listen(500);
        Reply reply = dialogue.ask("AT+CFUN=1", RADIO_MILLIS);
        if (!reply.isOk()) {
            throw new NoAnswer("AT+CFUN=1 was refused: " + reply.words());
        }
        if (reply.millis() < AT_ONCE_MILLIS) {
            // the network is there as quickly, or the OK does not wait for it
            boolean registered = module.isRegistered();
            return Reading.of(registered ? "at once; the network is there at once" : "at once, before the network")
                    .with(Quirk.CFUN_OK_FIRST, !registered);
        }
        return Reading.of("later, with the network or after some seconds");
    }

    private Reading functionLevel(Subject module) throws IOException, NoAnswer {
        module.forget();
        Dialogue dialogue = module.dialogue();
        dialogue.restarted();
        Restart seen = tryToRestart(module, "AT+CFUN=1,1");
        if (seen != null) {
            last = seen;
            return Reading.of("yes").with(Quirk.CFUN_RESTARTS, true);
        }
        return refused ? Reading.unknown("no, it is refused") : Reading.of("no, only the radio");
    }

    private Reading restart(Subject module) throws IOException, NoAnswer {
        module.forget();
        Restart seen = tryToRestart(module, "AT+QCRST");
        if (seen != null) {
            last = seen;
            return Reading.of("yes").with(ModuleTime.BOOT, seen.bootMillis);
        }
        return refused
                ? Reading.of("no, it is refused").with(Quirk.NO_QCRST, true)
                : Reading.unknown("it is taken, but no line of a start came");
    }

    /** Restarts the module and looks at it as it is then; null if it does not restart. */
    private Restart tryToRestart(Subject module, String command) throws IOException, NoAnswer {
        Dialogue dialogue = module.dialogue();
        module.ask("AT+CMEE=1");
        module.ask("AT+CEREG=2");
        module.ask("ATE0");
        Reply reply = dialogue.ask(command, RADIO_MILLIS);
        refused = !reply.isOk() && !dialogue.restarted();
        if (refused) {
            return null;
        }
        long began = System.nanoTime();
        // a module that only switches its radio says so before its OK
        boolean radio =
                reply.lines().stream().anyMatch(line -> line.matches("SIM Ready|Network Available|\\+CEREG: ?[0-9].*"));
        Optional<String> start = dialogue.awaitLine(
                STARTED, radio ? SOON_MILLIS : command.contains("CFUN") ? RADIO_MILLIS / 2 : BOOT_MILLIS);
        if (start.isEmpty()) {
            return null;
        }
        long took = (System.nanoTime() - began) / 1_000_000;
        dialogue.settle(3000);
        List<String> lines = dialogue.heard().stream()
                .filter(one -> one.isLine() && !one.text().equals("OK"))
                .map(one -> one.text())
                .toList();
        dialogue.restarted();
        Reply first = firstAnswer(dialogue);
        boolean refused = !module.ask("AT+CSQ").isOk();
        boolean echo = first.raw().contains("AT\r");
        module.ask("ATE0");
        boolean kept = module.ask("AT+CMEE?").match("\\+CMEE: ?1").isPresent()
                && module.ask("AT+CEREG?").match("\\+CEREG: ?2,.*").isPresent();
        Setup.prepare(module);
        return new Restart(command, lines, took, echo, refused, kept);
    }

    /** The module may still be starting: its first answers may be missing. */
    private static Reply firstAnswer(Dialogue dialogue) throws IOException, NoAnswer {
        for (int call = 1; call <= 10; call++) {
            try {
                return dialogue.ask("AT", 500L * call);
            } catch (NoAnswer e) {
                dialogue.settle(500);
            }
        }
        throw new NoAnswer("the module does not answer after its restart");
    }

    private Restart requireRestart() throws NotAsked {
        if (last == null) {
            throw new NotAsked("no command restarts the module");
        }
        return last;
    }

    private Reading bootLines(Subject module) throws NotAsked {
        List<String> lines = requireRestart().lines;
        String told = BasicQuestions.visible(String.join(" | ", lines));
        boolean rdy = lines.contains("RDY");
        boolean loader = lines.stream().anyMatch(line -> line.startsWith("*ATREADY"));
        return rdy
                ? Reading.of("RDY first").with(Quirk.BOOT_RDY, true)
                : loader ? Reading.of("*ATREADY, without RDY") : Reading.unknown(told);
    }

    private Reading settings(Subject module) throws NotAsked {
        boolean kept = requireRestart().reportsKept;
        return Reading.of(kept ? "yes" : "no").with(Quirk.SETTINGS_LOST, !kept);
    }

    private Reading echo(Subject module) throws NotAsked {
        boolean kept = !requireRestart().echo;
        return Reading.of(kept ? "yes" : "no").with(Quirk.ECHO_KEPT, kept);
    }

    private Reading signal(Subject module) throws NotAsked {
        boolean refused = requireRestart().signalRefused;
        return Reading.of(refused ? "yes" : "no").with(Quirk.CSQ_EARLY_ERROR, refused);
    }

    private Reading search(Subject module) throws IOException, NoAnswer, NotAsked {
        requireRestart();
        if (module.ask("AT+CPIN?").match("\\+CPIN: ?READY").isEmpty()) {
            throw new NotAsked("the SIM card requires its PIN again");
        }
        long began = System.nanoTime();
        module.requireRegistration();
        return Reading.of("it ends with a registration")
                .with(ModuleTime.REGISTRATION, (System.nanoTime() - began) / 1_000_000);
    }
}
