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
package io.github.sim7028.testlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** Beside the tests, as they would be refused with it. */
@ExpectedLog(".*")
class TooWide {}

/** What fails a class of tests, and what does not. */
class LogBookTest {

    private long now;
    private final LogBook book = new LogBook(() -> now);

    @ExpectedLog("the line ended; next attempt")
    private static class Outage {

        @ExpectedLog(value = "task failed: \\w+", level = Level.ERROR, stack = true)
        void method() {}

        @ExpectedLog(value = "only said by Modem", logger = ".Modem")
        private static class Nested extends Outage {}
    }

    private static class Derived extends Outage {}

    private static class Silent {}

    @Test
    void whatIsExpectedFailsNothing() {
        book.begin(Derived.class);
        say(Level.WARN, "Modem 'a': the line ended; next attempt in 5 s");
        say(Level.ERROR, "A task failed: why", "at its line");
        say(Level.WARN, "only said by Modem");
        say(Level.INFO, "all is well");
        assertThat(book.end(Derived.class)).isEmpty();
    }

    @Test
    void anythingElseDoes() {
        book.begin(Outage.class);
        say(Level.WARN, "the line ended");
        say(Level.ERROR, "the line ended; next attempt in 5 s");
        say(Level.WARN, "the line ended; next attempt in 5 s", "at its line");
        say(Level.INFO, "stacks are for DEBUG", "at its line");
        book.said(line("b.Link", Level.WARN, "only said by Modem", null));
        assertThat(book.end(Outage.class)).hasSize(5);
    }

    @Test
    void whatComesSoonAfterAClassIsStillItsOwn() {
        book.begin(Outage.class);
        book.end(Outage.class);
        say(Level.WARN, "the line ended; next attempt in 5 s");
        book.begin(Silent.class);
        say(Level.WARN, "the line ended; next attempt in 6 s");
        now += LogBook.AFTERGLOW.toNanos();
        say(Level.WARN, "the line ended; next attempt in 7 s");
        assertThat(book.end(Silent.class))
                .extracting(LogLine::message)
                .containsExactly("the line ended; next attempt in 7 s");
    }

    @Test
    void whatNoClassExpectsWaitsForTheNextOne() {
        say(Level.WARN, "said between two classes");
        assertThat(book.strays()).hasSize(1);
        book.begin(Silent.class);
        assertThat(book.strays()).isEmpty();
        assertThat(book.end(Silent.class)).hasSize(1);
    }

    @Test
    void aLineBelongsToEachClassThatRuns() {
        book.begin(Outage.class);
        book.begin(Silent.class);
        say(Level.WARN, "the line ended; next attempt in 5 s");
        say(Level.WARN, "expected by neither");
        assertThat(book.end(Outage.class)).hasSize(1);
        assertThat(book.end(Silent.class)).hasSize(1);
    }

    @Test
    void anExpectationNamesAMessage() {
        assertThatThrownBy(() -> book.begin(TooWide.class)).hasMessageContaining("name more of the message");
    }

    @Test
    void aKindOfLineIsToldOnceWithItsCount() {
        List<LogLine> lines = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            lines.add(line("a.Modem", Level.WARN, "attempt " + i, null));
        }
        assertThat(LogGate.told(lines)).isEqualTo("  WARN a.Modem - attempt 0 (37 of this kind)");
    }

    @Test
    void aStackTraceOnTheConsoleCounts() {
        List<LogLine> said = new ArrayList<>();
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream watched = ConsoleWatch.over(new PrintStream(console), "System.err", said::add);
        watched.println("harmless");
        new IllegalStateException("printed").printStackTrace(watched);
        assertThat(said).singleElement().satisfies(line -> {
            assertThat(line.message()).isEqualTo("java.lang.IllegalStateException: printed");
            assertThat(line.stack()).contains("at " + LogBookTest.class.getName());
        });
        assertThat(console.toString(StandardCharsets.UTF_8))
                .startsWith("harmless")
                .contains("printed");
    }

    private void say(Level level, String message) {
        say(level, message, null);
    }

    private void say(Level level, String message, String stack) {
        book.said(line("a.Modem", level, message, stack));
    }

    private static LogLine line(String logger, Level level, String message, String stack) {
        return new LogLine(LocalTime.MIDNIGHT, level, logger, "thread", message, stack);
    }
}
