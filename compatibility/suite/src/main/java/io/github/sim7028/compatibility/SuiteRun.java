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
package io.github.sim7028.compatibility;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** In the JVM of one line and JDK: runs the rows, and writes the cell of each row to the file {@code cells} as soon as the row has ended. */
final class SuiteRun implements TestExecutionListener {

    static final String CELLS = "cells";
    static final String FAILURES = "failures.txt";
    static final String ONLY = "matrix.only";

    private static final class Results {
        private int passed;
        private final List<String> failures = new ArrayList<>();
        private final Set<String> skips = new LinkedHashSet<>();

        private Cell cell() {
            if (!failures.isEmpty()) {
                return Cell.failed(String.join("; ", failures));
            }
            if (passed > 0 && skips.isEmpty()) {
                return Cell.OK;
            }
            // a row that was tried only in part was not tried
            return skips.isEmpty() ? Cell.failed("no test was run") : Cell.skipped(String.join("; ", skips));
        }
    }

    private final Map<Class<?>, Results> results = new ConcurrentHashMap<>();
    private final PrintWriter cells;
    private final PrintWriter stacks;

    private SuiteRun(PrintWriter cells, PrintWriter stacks) {
        this.cells = cells;
        this.stacks = stacks;
    }

    /** Runs the rows whose label the system property {@value #ONLY} matches, otherwise all. */
    public static void main(String[] arguments) throws IOException {
        try (PrintWriter cells = new PrintWriter(Files.newBufferedWriter(Path.of(CELLS)), true);
                PrintWriter stacks = new PrintWriter(Files.newBufferedWriter(Path.of(FAILURES)), true)) {
            List<? extends DiscoverySelector> classes = rows(System.getProperty(ONLY, ""))
                    .map(row -> selectClass(row.tests()))
                    .toList();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(classes)
                                    .build(),
                            new SuiteRun(cells, stacks));
        }
        // threads of what failed may be left
        System.exit(0);
    }

    static Stream<Row> rows(String only) {
        Pattern wanted = Pattern.compile(only, Pattern.CASE_INSENSITIVE);
        return Stream.of(Row.values()).filter(row -> row.tests() != null).filter(row -> wanted.matcher(row.label())
                .find());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        of(test).skips.add(reason);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.getSource().isEmpty()) {
            result.getThrowable().ifPresent(SuiteRun::end);
            return;
        }
        Results ofRow = of(test);
        String what = result.getThrowable().map(Throwable::toString).orElse("");
        switch (result.getStatus()) {
            case SUCCESSFUL -> ofRow.passed += test.isTest() ? 1 : 0;
            case ABORTED ->
                ofRow.skips.add(result.getThrowable()
                        .map(Throwable::getMessage)
                        .orElse("")
                        .replaceFirst("^Assumption failed: ", ""));
            default -> {
                ofRow.failures.add(test.getDisplayName() + ": " + what);
                stacks.println(test.getUniqueId());
                result.getThrowable().ifPresent(thrown -> thrown.printStackTrace(stacks));
            }
        }
        if (test.getSource().orElse(null) instanceof ClassSource source) {
            Row.of(source.getJavaClass())
                    .ifPresent(row -> cells.println(row + "\t" + ofRow.cell().text()));
        }
    }

    /** What fails beside the tests, such as a class that cannot be looked at, ends the run. */
    private static void end(Throwable failure) {
        failure.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    private Results of(TestIdentifier test) {
        Class<?> type = test.getSource().orElse(null) instanceof MethodSource method
                ? method.getJavaClass()
                : test.getSource().orElse(null) instanceof ClassSource source ? source.getJavaClass() : null;
        return type == null ? null : results.computeIfAbsent(type, each -> new Results());
    }
}
