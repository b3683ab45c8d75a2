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
package io.github.sim7028;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/testing.md names tests that exist. */
class TestingPageTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            sources =
                    files.filter(file -> file.toString().endsWith("Test.java")).toList();
        }
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(Path.of("../docs/testing.md")));
        int count = 0;
        while (named.find()) {
            count++;
            if (!stands(sources, named.group(1), named.group(2))) {
                missing.add(named.group());
            }
        }
        assertThat(count).isGreaterThan(50);
        assertThat(missing).isEmpty();
    }

    private static boolean stands(List<Path> sources, String type, String method) throws IOException {
        for (Path source : sources) {
            if (source.endsWith(type + ".java") && Files.readString(source).contains(" " + method + "(")) {
                return true;
            }
        }
        return false;
    }
}
