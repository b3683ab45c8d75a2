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
package io.github.sim7028;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.MethodRecorder.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How many files somebody reads who follows one TCP message: up, from the producer to the line, and down, from the reader to the route.
 * A program in a JVM of its own sends and receives a few messages; when nothing of them is left to be done, one more is watched.
 *
 * <p>A file is <em>entered</em> when a method in it runs for that message, on the thread that has the message, until it hands it over.
 * Not entered are
 * <ul>
 *   <li>values: records, enums, default methods of interfaces, and the packages {@code modem.settings}, {@code modem.report} and
 *       {@code line.util};
 *   <li>what is only <em>asked</em>: where only methods run that answer from their own fields, call nothing and change nothing. Their
 *       name is read where they are asked.
 * </ul>
 *
 * <p>The way up to the command and the way down have at most 24 files each. The payload follows when the module's prompt has come down,
 * which adds four.
 */
class MessagePathTest {

    private static final List<String> VALUES = List.of("modem.settings.", "modem.report.", "line.util.");
    private static final int UP = 24;
    private static final int UP_WITH_PROMPT = 28;
    private static final int DOWN = 24;
    private static final String PRODUCER = "camel.Sim7028Producer";
    private static final String READER = "modem.driver.session.LineReader";

    private static List<Entry> up;
    private static List<Entry> down;

    @BeforeAll
    static void watches() throws Exception {
        assumeTrue(ModuleLayer.boot().findModule("jdk.jdi").isPresent(), "this JRE has no jdk.jdi");
        try (MethodRecorder recorder = new MethodRecorder("io.github.sim7028.camel.MessagePathProgram")) {
            recorder.awaitMark("quietSoon");
            recorder.awaitQuiet();
            recorder.word();
            recorder.awaitMark("sent");
            up = recorder.entries();
            recorder.awaitQuiet();
            recorder.word();
            recorder.awaitMark("ended");
            down = recorder.entries();
        }
    }

    @Test
    void aMessageUpEntersFewFilesToItsCommand() {
        assertThat(entered("up, to the write of the command", toItsCommand())).hasSizeLessThanOrEqualTo(UP);
    }

    /** The module's prompt comes down, and the payload goes up. */
    @Test
    void thePromptAddsFewFilesToTheWayUp() {
        List<Entry> way = new ArrayList<>(toItsCommand());
        way.addAll(fromPromptToPayload());
        assertThat(entered("up, to the write of the payload", way)).hasSizeLessThanOrEqualTo(UP_WITH_PROMPT);
    }

    @Test
    void aMessageDownEntersFewFiles() {
        assertThat(entered("down", toTheRoute())).hasSizeLessThanOrEqualTo(DOWN);
    }

    /** The loop runs what was given to it, keeps the limits of time, and is asked for the time, which it takes from its runtime; the transport is the line. */
    @Test
    void aMessageUpIsNotCalledBackUpButByTheTransport() {
        assertThat(toItsCommand().stream()
                        .filter(MessagePathTest::climbs)
                        .map(entry -> entry.caller() + " -> " + entry.file())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "modem.driver.pacing.SerialLoop -> modem.driver.link.Link",
                        "modem.driver.pacing.SerialLoop -> modem.driver.session.ModemRuntime",
                        "modem.driver.pacing.Alarms -> modem.driver.session.ModemRuntime",
                        "at.CommandScheduler -> modem.driver.pacing.SerialLoop",
                        "at.CommandQueue -> modem.driver.pacing.SerialLoop",
                        "at.CommandQueue -> modem.driver.pacing.Alarms",
                        "at.AtPort -> modem.driver.pacing.SerialLoop",
                        "at.AtPort -> modem.driver.session.LineSession");
    }

    private static List<Entry> toItsCommand() {
        int begin = first(
                up, 0, entry -> entry.file().equals(PRODUCER) && entry.method().equals("process"));
        return way(up, begin, first(up, begin, Entry::writes));
    }

    private static List<Entry> fromPromptToPayload() {
        int command = first(up, 0, Entry::writes);
        int payload = first(up, command + 1, Entry::writes);
        return way(up, first(up, command, MessagePathTest::reads), payload);
    }

    /** The module is asked for the bytes first, as data is buffered in it: the way begins with its answer. */
    private static List<Entry> toTheRoute() {
        int end = first(down, 0, entry -> entry.method().equals("routed"));
        int asked =
                IntStream.range(0, end).filter(i -> down.get(i).writes()).max().orElseThrow();
        return way(down, first(down, asked, MessagePathTest::reads), end);
    }

    private static boolean reads(Entry entry) {
        return entry.file().equals(READER) && entry.method().equals("pass");
    }

    private static int first(List<Entry> entries, int from, Predicate<Entry> which) {
        return IntStream.range(from, entries.size())
                .filter(i -> which.test(entries.get(i)))
                .findFirst()
                .orElseThrow();
    }

    /**
     * What happens on the threads that have the message, one after the other; each hands it over in the file the next one begins in. What
     * the first one still does of something else is left out: it ends before it comes to the file where the message begins.
     */
    private static List<Entry> way(List<Entry> entries, int begin, int end) {
        Deque<Entry> way = new ArrayDeque<>();
        int at = end;
        while (at >= begin) {
            Entry entry = entries.get(at);
            way.addFirst(entry);
            Predicate<Entry> before = entry.caller().isEmpty()
                    ? other ->
                            other.file().equals(entry.file()) && !other.thread().equals(entry.thread())
                    : other -> other.thread().equals(entry.thread());
            at = last(entries, at - 1, before);
        }
        String source = entries.get(begin).file();
        return way.stream().dropWhile(entry -> !entry.file().equals(source)).toList();
    }

    private static int last(List<Entry> entries, int from, Predicate<Entry> which) {
        return IntStream.rangeClosed(0, from)
                .filter(i -> which.test(entries.get(i)))
                .max()
                .orElse(-1);
    }

    private static Set<String> entered(String name, List<Entry> way) {
        Set<String> entered = files(way, entry -> !entry.question());
        Set<String> asked = files(way, Entry::question);
        asked.removeAll(entered);
        System.out.printf("%s: %d files entered: %s%n  and asked: %s%n", name, entered.size(), entered, asked);
        return entered;
    }

    private static Set<String> files(List<Entry> way, Predicate<Entry> which) {
        return way.stream()
                .filter(entry -> !entry.value() && VALUES.stream().noneMatch(entry.file()::startsWith))
                .filter(which)
                .map(Entry::file)
                .filter(file -> !file.endsWith("MessagePathProgram"))
                .collect(toCollection(LinkedHashSet::new));
    }

    private static boolean climbs(Entry entry) {
        Integer from = PackageOrderTest.DEPTHS.get(packageOf(entry.caller()));
        Integer to = PackageOrderTest.DEPTHS.get(packageOf(entry.file()));
        return from != null && to != null && to < from;
    }

    private static String packageOf(String file) {
        return "io.github.sim7028." + file.substring(0, Math.max(0, file.lastIndexOf('.')));
    }
}
