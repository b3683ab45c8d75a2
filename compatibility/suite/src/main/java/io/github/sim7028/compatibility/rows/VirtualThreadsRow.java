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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.compatibility.ThisColumn;
import io.github.sim7028.compatibility.program.ThreadKinds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Camel chooses once in a JVM. Before Java 21 its option has no effect, and must not do harm. */
@Execution(ExecutionMode.CONCURRENT)
public class VirtualThreadsRow {

    @TempDir
    private Path directory;

    @Test
    void routesAndLinesHaveVirtualThreadsWhereCamelHas() throws Exception {
        String kind = Runtime.version().feature() < 21 ? "platform" : "virtual";

        assertThat(kinds(true)).contains("line: " + kind, "route: " + kind);
    }

    @Test
    void thereAreNoneUnlessCamelIsTold() throws Exception {
        assertThat(kinds(false)).contains("line: platform", "route: platform");
    }

    private String kinds(boolean enabled) throws Exception {
        try (Program program = new Program(
                directory,
                ThisColumn.classPath(),
                List.of("-Dcamel.threads.virtual.enabled=" + enabled),
                ThreadKinds.class,
                Map.of())) {
            return program.outputAtEnd();
        }
    }
}
