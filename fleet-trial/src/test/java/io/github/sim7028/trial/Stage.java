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
package io.github.sim7028.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.trial.books.Books;
import io.github.sim7028.trial.process.Detour;
import io.github.sim7028.trial.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker for a class of tests, and a trial for each test. Afterwards, a test fails whose nodes have warned of what the test did not
 * expect. All logs stay below {@code target/fleet-trial}.
 */
final class Stage implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    /** The file that users copy. */
    static final Path GATEWAY = Path.of("..", "examples", "fleet", "gateway.properties");

    private static final boolean LONG = Boolean.getBoolean("fleet.long");
    static final int MODEMS = LONG ? 300 : 60;
    private static final int COMMANDS_A_SECOND = LONG ? 200 : 60;
    private static final Duration LOAD = Duration.ofSeconds(LONG ? 30 : 3);
    /** Three times what a takeover is to take. */
    static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(30);

    static final Duration LIMIT = Duration.ofSeconds(120);

    private final Detour detour;
    private final List<String> expected = new ArrayList<>();
    private KafkaBroker broker;
    private Path directory;
    private Path own;
    private int run;
    private Trial trial;

    Stage() {
        try {
            detour = new Detour();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Awaitility.setDefaultTimeout(LIMIT);
        Path all = Files.createDirectories(Path.of("target", "fleet-trial"));
        directory = Files.createTempDirectory(
                        all, context.getRequiredTestClass().getSimpleName() + "-")
                .toAbsolutePath();
        broker = new KafkaBroker(Files.createDirectory(directory.resolve("broker")), Map.of(), detour.port());
        detour.to(broker.detourPort());
        broker.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        broker.close();
        detour.close();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        expected.clear();
        // what a busy machine lets nodes say; they go on
        expect(
                "cannot take part in the fleet: Timeout",
                "the committed offsets of .* cannot be read: Failed to get offsets by times in",
                "publishing to topic .* failed: Topic .* not present in metadata",
                "Kafka does not take telemetry: .* not present in metadata");
        own = Files.createDirectory(directory.resolve("t" + run++));
        System.out.println("== " + context.getDisplayName() + ": " + own);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (trial != null) {
            trial.close();
            List<Program> started = trial.started();
            trial = null;
            started.forEach(this::assertNothingUnexpectedIn);
        }
    }

    /** What nodes may say as a warning or an error, as regular expressions. */
    void expect(String... patterns) {
        expected.addAll(List.of(patterns));
    }

    /** A trial without nodes. */
    Trial prepare(TrialSettings settings) throws Exception {
        trial = new Trial(own.getFileName().toString(), own, broker, settings);
        return trial;
    }

    /** A trial with these nodes, which serve all modems. */
    Trial start(TrialSettings settings, Integer... nodes) throws Exception {
        prepare(settings);
        for (int node : nodes) {
            trial.node(node);
        }
        trial.awaitServed(LIMIT, nodes);
        return trial;
    }

    KafkaBroker broker() {
        return broker;
    }

    /** The way to the broker that can be cut. */
    Detour detour() {
        return detour;
    }

    /** The directory of the test. */
    Path directory() {
        return own;
    }

    /** Sends commands from now on, and waits until some of them have an outcome. */
    void load() {
        trial.commands(COMMANDS_A_SECOND);
        awaitLoad();
    }

    /** Waits until some more commands have an outcome. */
    void awaitLoad() {
        int more = (int) (COMMANDS_A_SECOND * LOAD.toSeconds());
        int before = trial.answered();
        await().until(() -> trial.answered() >= before + more);
    }

    /** Waits for the last outcomes, and compares. */
    Books books() throws Exception {
        trial.quiet(LIMIT);
        Books books = trial.books();
        System.out.println(books);
        assertThat(books.findings()).isEmpty();
        return books;
    }

    private void assertNothingUnexpectedIn(Program node) {
        List<Pattern> patterns = expected.stream().map(Pattern::compile).toList();
        assertThat(node.warnings()).as("log of " + node.name()).allMatch(line -> patterns.stream()
                .anyMatch(pattern -> pattern.matcher(line).find()));
    }
}
