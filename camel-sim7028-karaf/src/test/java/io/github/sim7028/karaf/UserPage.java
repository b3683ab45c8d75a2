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
package io.github.sim7028.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page for users, as it stands there. */
final class UserPage {

    static final UserPage KARAF = new UserPage(Path.of("../docs/karaf.md"));
    static final UserPage GATEWAY = new UserPage(Path.of("../examples/karaf-gateway/README.md"));

    private final Path path;

    private UserPage(Path path) {
        this.path = path;
    }

    /** The one example in a language that contains a text. */
    String block(String language, String contained) throws IOException {
        Matcher blocks = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(path));
        List<String> found = blocks.results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(contained))
                .toList();
        assertThat(found).as(contained + " in " + path).hasSize(1);
        return found.get(0);
    }

    /** What is typed at the console of Karaf. */
    List<String> commands() throws IOException {
        String prompt = "karaf@root()> ";
        return block("", prompt)
                .lines()
                .map(line -> line.substring(prompt.length()))
                .toList();
    }
}
