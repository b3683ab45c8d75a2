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

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the tests of one class expect of the log. */
final class Expectations {

    private static final int LETTERS = 10;
    private static final Pattern LETTER = Pattern.compile("[a-zA-Z]");
    private static final Pattern ESCAPE = Pattern.compile("\\\\[a-zA-Z]");

    private record Expectation(Pattern message, ExpectedLog wanted) {

        boolean holds(LogLine line) {
            return line.level() == wanted.level()
                    && (line.stack() == null || wanted.stack())
                    && line.logger().endsWith(wanted.logger())
                    && message.matcher(line.message()).find();
        }
    }

    private final List<Expectation> all = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    /** @throws IllegalArgumentException if an expectation is so wide that it would hide what nobody expects */
    Expectations(Class<?> type) {
        addAll(type);
    }

    boolean hold(LogLine line) {
        return all.stream().anyMatch(each -> each.holds(line));
    }

    private void addAll(Class<?> of) {
        for (Class<?> each = of; each != null && each != Object.class; each = each.getSuperclass()) {
            // a nested class may extend the one around it
            if (!seen.add(each)) {
                continue;
            }
            add(each);
            for (Method method : each.getDeclaredMethods()) {
                add(method);
            }
            for (Class<?> nested : each.getDeclaredClasses()) {
                addAll(nested);
            }
        }
    }

    private void add(AnnotatedElement element) {
        for (ExpectedLog wanted : element.getDeclaredAnnotationsByType(ExpectedLog.class)) {
            String letters = ESCAPE.matcher(wanted.value()).replaceAll("");
            Pattern message = Pattern.compile(wanted.value(), Pattern.DOTALL);
            if (LETTER.matcher(letters).results().count() < LETTERS
                    || message.matcher("").find()) {
                throw new IllegalArgumentException("@ExpectedLog(\"" + wanted.value() + "\") of " + element
                        + " could hide what nobody expects: name more of the message");
            }
            all.add(new Expectation(message, wanted));
        }
    }
}
