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
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.LoggerFactory;

/** Runs of classes of tests, each in a JVM of its own, as the gate is found by JUnit itself. */
@Timeout(60)
class LogGateTest {

    @TempDir
    private Path folder;

    private String output;

    /** Warns, in a nested class. */
    static class Warns {

        @Nested
        class Inside {

            @Test
            void passes() {
                LoggerFactory.getLogger("some.Logger").warn("nobody expects {}", "this");
                LoggerFactory.getLogger("some.Logger").info("no harm in that");
            }
        }
    }

    /** Has a thread that dies. */
    static class Dies {

        @Test
        void passes() throws InterruptedException {
            Thread thread = new Thread(
                    () -> {
                        throw new IllegalStateException("of no interest to anyone");
                    },
                    "mortal");
            thread.start();
            thread.join();
        }
    }

    /** Warns of what it says beforehand. */
    @ExpectedLog("everybody expects \\w+")
    static class Expects {

        @Test
        void passes() {
            LoggerFactory.getLogger("some.Logger").warn("everybody expects this");
        }
    }

    @Test
    void anUnexpectedLineFailsItsClass() throws Exception {
        assertThat(run(Warns.class)).isEqualTo(1);
        assertThat(output)
                .contains("FAILED The log says what Warns does not expect")
                .contains("  WARN some.Logger - nobody expects this")
                .doesNotContain("no harm in that");
        assertThat(folder.resolve(LogFile.of(Warns.class))).content().contains("no harm in that");
    }

    @Test
    void aThreadThatDiesFailsIt() throws Exception {
        assertThat(run(Dies.class)).isEqualTo(1);
        assertThat(output).contains("Uncaught in thread mortal").contains("of no interest to anyone");
    }

    @Test
    void anExpectedLineDoesNot() throws Exception {
        assertThat(run(Expects.class)).as(output).isZero();
    }

    @Test
    void whatIsSaidAfterTheLastClassFailsTheJvm() throws Exception {
        assertThat(run(Expects.class, "too late")).isEqualTo(70);
        assertThat(output).contains("after the last class").contains("WARN some.Logger - too late");
    }

    private int run(Class<?> type, String... after) throws IOException, InterruptedException {
        Path log = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Run.class.getName(),
                        type.getName(),
                        String.join(" ", after))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
            output = Files.readString(log);
        }
        return process.exitValue();
    }

    /** The program: runs one class of tests and says what failed. */
    static final class Run implements TestExecutionListener {

        private int failures;

        private Run() {}

        public static void main(String[] arguments) throws ClassNotFoundException {
            Launcher launcher = LauncherFactory.create();
            Run run = new Run();
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(Class.forName(arguments[0])))
                            .build(),
                    run);
            if (!arguments[1].isEmpty()) {
                LoggerFactory.getLogger("some.Logger").warn(arguments[1]);
            }
            System.exit(run.failures);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(thrown -> {
                failures++;
                // a stack trace in it would count as one
                System.out.println("FAILED " + thrown.getMessage().replace("\n", "\n|"));
            });
        }
    }
}
