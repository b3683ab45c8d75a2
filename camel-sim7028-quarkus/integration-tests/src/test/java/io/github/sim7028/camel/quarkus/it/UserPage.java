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
package io.github.sim7028.camel.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of docs/quarkus.md. */
final class UserPage {

    private static final Path PAGE = Path.of("../../docs/quarkus.md");

    private UserPage() {}

    /** The example that stands below the name of a file. */
    static String file(String name) throws IOException {
        return only("`" + Pattern.quote(name) + "`:\\n\\n```\\w+\\n(.*?)```");
    }

    /** The one example of properties that contains a text. */
    static String properties(String contained) throws IOException {
        return only("```properties\\n((?:(?!```).)*?" + Pattern.quote(contained) + ".*?)```");
    }

    private static String only(String pattern) throws IOException {
        Matcher blocks = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(PAGE));
        List<String> found = blocks.results().map(block -> block.group(1)).toList();
        assertThat(found).as(pattern + " in " + PAGE).hasSize(1);
        return found.get(0);
    }
}
