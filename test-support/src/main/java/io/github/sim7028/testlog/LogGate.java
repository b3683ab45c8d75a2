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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fails a class of tests whose log says what none of its {@link ExpectedLog}s names. Found by JUnit itself, see junit-platform.properties. */
public final class LogGate implements BeforeAllCallback, AfterAllCallback {

    private static final Logger LOG = LoggerFactory.getLogger(LogGate.class);
    private static final int FAILED = 70;
    private static final int STACK_LINES = 15;
    private static final AtomicBoolean WATCHING = new AtomicBoolean();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!isNested(context)) {
            begin(context.getRequiredTestClass());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!isNested(context)) {
            end(context.getRequiredTestClass());
        }
    }

    /** The tests of a class begin; to be called for a class that JUnit Jupiter does not run. */
    public static void begin(Class<?> type) {
        watch();
        LogFile.ofThisJvm().begin(type);
        LogBook.ofThisJvm().begin(type);
    }

    /**
     * They have ended; to be called for a class that JUnit Jupiter does not run.
     *
     * @throws AssertionError if the log says what none of its {@link ExpectedLog}s names
     */
    public static void end(Class<?> type) {
        List<LogLine> unexpected = LogBook.ofThisJvm().end(type);
        if (!unexpected.isEmpty()) {
            throw failure("The log says what " + type.getSimpleName()
                    + " does not expect (all of it: " + LogFile.of(type)
                    + "). Mend what says it; if a test provokes it, name it with @ExpectedLog.\n" + told(unexpected));
        }
    }

    private static boolean isNested(ExtensionContext context) {
        return context.getParent().flatMap(ExtensionContext::getTestClass).isPresent();
    }

    private static void watch() {
        if (WATCHING.compareAndSet(false, true)) {
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, thrown) -> LOG.error("Uncaught in thread {}", thread.getName(), thrown));
            System.setErr(ConsoleWatch.over(System.err, "System.err", LogBook.ofThisJvm()::said));
            System.setOut(ConsoleWatch.over(System.out, "System.out", LogBook.ofThisJvm()::said));
            Runtime.getRuntime().addShutdownHook(new Thread(LogGate::lookBack, "log gate"));
        }
    }

    /** What was said after the last class has ended fails nothing any more but the JVM. */
    private static void lookBack() {
        List<LogLine> strays = LogBook.ofThisJvm().strays();
        if (!strays.isEmpty()) {
            System.err.println("The log says what nobody expects after the last class of tests.\n" + told(strays));
            System.err.flush();
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private static AssertionError failure(String message) {
        AssertionError failure = new AssertionError(message);
        // it was said elsewhere
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    /** Each line once, with how often it came. */
    static String told(List<LogLine> lines) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, LogLine> first = new LinkedHashMap<>();
        for (LogLine line : lines) {
            String kind = line.toString().replaceAll("\\d+", "0");
            counts.merge(kind, 1, Integer::sum);
            first.putIfAbsent(kind, line);
        }
        return first.entrySet().stream()
                .map(each -> told(each.getValue(), counts.get(each.getKey())))
                .collect(Collectors.joining("\n"));
    }

    private static String told(LogLine line, int count) {
        String head = "  " + line + (count == 1 ? "" : " (" + count + " of this kind)");
        return line.stack() == null
                ? head
                : head + "\n"
                        + line.stack()
                                .lines()
                                .limit(STACK_LINES)
                                .map(each -> "    " + each)
                                .collect(Collectors.joining("\n"));
    }
}
