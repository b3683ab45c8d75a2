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

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestsTest {

    @TempDir
    private Path folder;

    static class Some {

        @Test
        void runs() {}

        @Test
        void needsAProgram() {
            assumeTrue(false, "moonbeam is not installed");
        }

        @Test
        @Disabled("not now")
        void isDisabled() {}

        @Test
        void saysNothing() {
            assumeTrue(false);
        }
    }

    static class NeedsAProgramForAll {

        @BeforeAll
        static void find() {
            assumeTrue(false, "moonbeam is not installed");
        }

        @Test
        void never() {}
    }

    @EnabledIfSystemProperty(named = "no.such.property", matches = ".*")
    static class IsDisabled {

        @Test
        void never() {}
    }

    @Test
    void eachSkippedTestOrClassIsWrittenWithItsReason() {
        Path file = folder.resolve("skipped.txt");
        // without the listener that JUnit finds, which would write these to the file of the build
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(
                                        selectClass(Some.class),
                                        selectClass(NeedsAProgramForAll.class),
                                        selectClass(IsDisabled.class))
                                .build(),
                        new SkippedTests(file));
        assertThat(file)
                .content()
                .hasLineCount(5)
                .contains("SkippedTestsTest$Some.needsAProgram: moonbeam is not installed\n")
                .contains("SkippedTestsTest$Some.isDisabled: not now\n")
                .contains("SkippedTestsTest$Some.saysNothing: ")
                .contains("SkippedTestsTest$NeedsAProgramForAll: moonbeam is not installed\n")
                .contains("SkippedTestsTest$IsDisabled: System property [no.such.property] does not exist\n");
    }
}
