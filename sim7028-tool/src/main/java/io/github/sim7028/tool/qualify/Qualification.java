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

import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.tool.dialogue.Dialogue;
import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import io.github.sim7028.tool.dialogue.Heard;
import io.github.sim7028.tool.line.OpenLine;
import io.github.sim7028.tool.modem.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Asks all questions, one after the other. A question that fails ends neither the run nor the line: the module is called until it answers,
 * the line is opened again if that does not help, and the next question begins from there.
 */
final class Qualification {

    private static final int MAX_EVIDENCE = 8;
    private static final int REOPENINGS = 3;
    private static final int MAX_SILENT = 3;
    private static final int MAX_UNREACHABLE = 2;
    private static final String STOPPED = "the qualification was stopped";
    /** How long it may take to leave the module in order; a user who has stopped waits for this. */
    private static final long END_MILLIS = 12_000;

    /**
     * What is wanted.
     *
     * @param peer     sends back what it gets; null for none
     * @param restarts whether the module may be restarted
     * @param network  why no question of the network can be asked; null if they can
     */
    record Plan(Peer peer, boolean restarts, String network) {

        /** Why a question cannot be asked; null if it can. */
        String refusal(Question question) {
            if (question.need() == Need.RESTART) {
                return restarts ? null : "restarts were not allowed";
            } else if (question.need() != Need.NOTHING && network != null) {
                return network;
            }
            return question.need() == Need.PEER && peer == null ? "there is no peer" : null;
        }
    }

    /** What a module is. */
    record Identity(String maker, String model, String firmware) {}

    private final LineFactory lines;
    private final Plan plan;
    private final Consumer<Answer> progress;
    private final BooleanSupplier stopped;
    private final List<Answer> answers = new ArrayList<>();
    private final Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    private final Map<ModuleTime, Duration> times = new EnumMap<>(ModuleTime.class);
    private Identity identity = new Identity(null, null, null);
    private OpenLine line;
    private Subject module;
    private int silent;
    private int unreachable;

    /**
     * @param progress is told each answer
     * @param stopped  whether no more is to be asked
     */
    Qualification(LineFactory lines, Plan plan, Consumer<Answer> progress, BooleanSupplier stopped) {
        this.lines = lines;
        this.plan = plan;
        this.progress = progress;
        this.stopped = stopped;
    }

    /** Why no question of the network could be asked; null if they could. */
    String withoutNetwork() {
        return plan.network();
    }

    /** All questions in the order in which they are asked. */
    static List<Question> questions() {
        return Stream.of(
                        BasicQuestions.all(),
                        NetworkQuestions.all(),
                        TcpQuestions.all(),
                        BufferQuestions.all(),
                        PushQuestions.all(),
                        UdpQuestions.all(),
                        DataModeQuestions.all(),
                        new RestartQuestions().all())
                .flatMap(List::stream)
                .toList();
    }

    /** How many bytes the questions that can be asked send and receive over the network, about. */
    static int bytes(Plan plan) {
        return questions().stream()
                .filter(question -> plan.refusal(question) == null)
                .mapToInt(Question::bytes)
                .sum();
    }

    /**
     * Asks everything, or until it is stopped; a question that is under way then is not answered.
     *
     * @throws NoAnswer if the module does not answer at all
     */
    void run() throws IOException, NoAnswer {
        open();
        try {
            List<String> former = begin();
            for (Question question : questions()) {
                Answer answer = ask(question);
                answers.add(answer);
                progress.accept(answer);
            }
            end(former);
        } finally {
            line.close();
        }
    }

    private void open() throws LineException {
        line = OpenLine.open(lines);
        module = new Subject(new Dialogue(line, stopped), plan.peer());
    }

    private List<String> begin() throws IOException, NoAnswer {
        module.dialogue().recover();
        List<String> former = Setup.former(module);
        identity = new Identity(word("AT+CGMI"), word("AT+CGMM"), word("AT+CGMR"));
        return former;
    }

    private String word(String command) throws IOException, NoAnswer {
        return module.ask(command).lines().stream()
                .filter(text -> !text.equals("OK") && !text.startsWith("AT") && !text.contains("ERROR"))
                .map(text -> text.replaceFirst("^\\+C\\w+: ?", ""))
                .findFirst()
                .map(BasicQuestions::visible)
                .orElse(null);
    }

    private Answer ask(Question question) {
        long began = System.nanoTime();
        String refusal = stopped.getAsBoolean()
                ? STOPPED
                : silent >= MAX_SILENT
                        ? "the module does not answer any more"
                        : unreachable >= MAX_UNREACHABLE && question.need() == Need.PEER
                                ? "the peer cannot be reached"
                                : plan.refusal(question);
        if (refusal != null) {
            return answer(question, Answer.Status.NOT_ASKED, refusal, List.of(), began);
        }
        try {
            module.dialogue().forget();
            if (question.need() == Need.NETWORK || question.need() == Need.PEER) {
                module.requireRegistration();
            }
            Reading reading = question.asking().ask(module);
            boolean restarted = module.dialogue().restarted();
            if (restarted && question.need() != Need.RESTART) {
                throw new NoAnswer("the module has restarted");
            }
            silent = 0;
            if (question.name().equals("power saving")) {
                Setup.prepare(module);
            }
            quirks.addAll(reading.quirks());
            times.putAll(reading.times());
            return answer(
                    question,
                    reading.known() ? Answer.Status.KNOWN : Answer.Status.NEW,
                    reading.text(),
                    Answer.names(reading.quirks()),
                    began);
        } catch (Dialogue.Stopped e) {
            return answer(question, Answer.Status.NOT_ASKED, STOPPED, List.of(), began);
        } catch (NotAsked e) {
            return answer(question, Answer.Status.NOT_ASKED, e.getMessage(), List.of(), began);
        } catch (IOException | NoAnswer | RuntimeException e) {
            // an answer may be odder than any question expects
            unreachable += String.valueOf(e.getMessage()).startsWith(Subject.NO_CONNECTION) ? 1 : 0;
            Answer failed = answer(question, Answer.Status.FAILED, e.getMessage(), List.of(), began);
            recover();
            return failed;
        }
    }

    private void recover() {
        for (int opening = 0; opening <= REOPENINGS && !stopped.getAsBoolean(); opening++) {
            try {
                if (opening > 0) {
                    line.close();
                    open();
                }
                module.forget();
                module.dialogue().recover();
                module.dialogue().restarted();
                Setup.prepare(module);
                return;
            } catch (IOException | NoAnswer e) {
                // once more on a new line
            }
        }
        silent++;
    }

    private Answer answer(Question question, Answer.Status status, String reading, List<String> dialect, long began) {
        List<String> evidence = status == Answer.Status.NOT_ASKED
                ? List.of()
                : module.dialogue().heard().stream()
                        .filter(Heard::isLine)
                        .map(one -> Evidence.shown(one.text()))
                        .limit(MAX_EVIDENCE)
                        .toList();
        return new Answer(
                question.name(),
                question.about(),
                status,
                Evidence.shown(Optional.ofNullable(reading).orElse("")),
                dialect,
                evidence,
                (System.nanoTime() - began) / 1_000_000);
    }

    /** Leaves the module in order, also out of what was under way when the user stopped: an open prompt, data mode, a radio that is off. */
    private void end(List<String> former) {
        try {
            module.dialogue().endWithin(END_MILLIS);
            module.dialogue().recover();
            module.closeNetwork();
            Setup.restore(module, former);
        } catch (IOException | NoAnswer e) {
            // the module is gone: there is nothing to set back
        }
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    Set<Quirk> quirks() {
        return quirks;
    }

    Map<ModuleTime, Duration> times() {
        return times;
    }

    Identity identity() {
        return identity;
    }

    /** The number of links, 2 if the module does not tell. */
    int links() {
        return answers.stream()
                .filter(answer -> answer.question().equals("links") && answer.status() == Answer.Status.KNOWN)
                .findFirst()
                .map(answer -> Integer.parseInt(answer.reading()) > 2 ? 10 : 2)
                .orElse(2);
    }
}
