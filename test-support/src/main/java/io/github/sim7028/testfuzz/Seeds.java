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

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The inputs of a fuzz target that are kept: where the fuzzer begins, and what it has found. They stand in a folder of the test resources that
 * has the name of the class, and are tests of each build.
 */
public final class Seeds {

    /** What a target does with an input. */
    @FunctionalInterface
    public interface Target {
        void take(byte[] input) throws Exception;
    }

    private Seeds() {}

    /** A test for the empty input and for each that is kept. */
    public static Stream<DynamicTest> tests(Class<?> type, Target target) throws IOException {
        Stream<DynamicTest> empty = Stream.of(DynamicTest.dynamicTest("empty", () -> target.take(new byte[0])));
        return Stream.concat(
                empty,
                files(type).stream()
                        .map(file -> DynamicTest.dynamicTest(
                                file.getFileName().toString(), () -> target.take(Files.readAllBytes(file)))));
    }

    private static List<Path> files(Class<?> type) throws IOException {
        URL folder = type.getResource(type.getSimpleName());
        if (folder == null) {
            throw new IllegalStateException(
                    "src/test/resources has no folder " + type.getName().replace('.', '/'));
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
