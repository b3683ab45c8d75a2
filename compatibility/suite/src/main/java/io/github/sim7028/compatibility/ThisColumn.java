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

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;

/** What a row may know of the column that it is in. */
public final class ThisColumn {

    static final String LINE = "matrix.line";
    static final String ABSENT = "matrix.absent";
    static final String FOREIGN = "matrix.foreign";
    static final String BOOT_CLASS_PATH = "matrix.boot.classpath";

    private ThisColumn() {}

    /** The line of Camel, as 4.14. */
    public static String line() {
        return System.getProperty(LINE);
    }

    /** Camel's artifacts that the class path is without. */
    public static List<String> absent() {
        return list(ABSENT);
    }

    /** Camel's artifacts on the class path that are of another line. */
    public static List<String> foreign() {
        return list(FOREIGN);
    }

    /** Of an application with Spring Boot. */
    public static String bootClassPath() {
        return System.getProperty(BOOT_CLASS_PATH);
    }

    /** Of this JVM. */
    public static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The names of the files on a class path. */
    public static List<String> files(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> new File(entry).getName())
                .toList();
    }

    /** Skips the test if the class path has no such artifact. */
    public static void requires(String artifact) {
        assumeFalse(absent().contains(artifact), artifact + " of this line is not on the class path");
    }

    private static List<String> list(String property) {
        return Stream.of(System.getProperty(property, "").split(","))
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
