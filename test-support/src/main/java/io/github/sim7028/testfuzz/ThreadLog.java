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
package io.github.sim7028.testfuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * What one thread logs from now on until this is closed, kept from the log of the tests: a target on one thread judges by itself what hostile input may
 * make a WARN of. An ERROR, or a WARN with a stack, is never what it may be.
 */
public final class ThreadLog implements AutoCloseable {

    /** So many lines are kept at most; the others are counted. */
    private static final int KEPT = 200;

    private static final ThreadLocal<ThreadLog> HERE = new ThreadLocal<>();

    static {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.addTurboFilter(new OfThreads());
    }

    private final List<String> warnings = new ArrayList<>();
    private int count;
    private AssertionError wrong;

    private ThreadLog() {}

    public static ThreadLog open() {
        ThreadLog log = new ThreadLog();
        HERE.set(log);
        return log;
    }

    /** How many lines at WARN there were. */
    public int warnings() {
        return count;
    }

    /** The first of them. */
    public List<String> lines() {
        return warnings;
    }

    /** Fails with what may not be logged, whatever the input was. */
    public void check() {
        if (wrong != null) {
            throw wrong;
        }
    }

    @Override
    public void close() {
        HERE.remove();
    }

    private void said(Level level, String format, Object[] values, Throwable thrown) {
        var text = MessageFormatter.arrayFormat(format, values, thrown);
        if (wrong == null && (level.levelInt >= Level.ERROR_INT || text.getThrowable() != null)) {
            wrong = new AssertionError(level + " " + text.getMessage(), text.getThrowable());
        }
        count++;
        if (warnings.size() < KEPT) {
            warnings.add(text.getMessage());
        }
    }

    private static final class OfThreads extends TurboFilter {
        @Override
        public FilterReply decide(
                Marker marker, Logger logger, Level level, String format, Object[] values, Throwable thrown) {
            ThreadLog here = HERE.get();
            if (here == null) {
                return FilterReply.NEUTRAL;
            }
            if (format != null && level.levelInt >= Level.WARN_INT) {
                here.said(level, format, values, thrown);
            }
            return FilterReply.DENY;
        }
    }
}
