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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.slf4j.event.Level;

/**
 * A kind of line that the tests of a class provoke, once or more often. Any other ERROR, WARN, stack trace or uncaught exception fails the
 * class. On the class, a class above it, a nested class or a test's method; it holds for the whole class, as threads that log know no test.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(ExpectedLog.All.class)
public @interface ExpectedLog {

    /** A regular expression that is found in the message, and in no other kind of message. */
    String value();

    Level level() default Level.WARN;

    /** How the name of the logger ends; any, if empty. */
    String logger() default "";

    /** Whether a stack trace may stand below the message. */
    boolean stack() default false;

    /** Several. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface All {
        ExpectedLog[] value();
    }
}
