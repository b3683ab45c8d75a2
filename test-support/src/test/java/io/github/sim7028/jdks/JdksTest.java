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
package io.github.sim7028.jdks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdksTest {

    @TempDir
    private Path root;

    private final Path running = Path.of(System.getProperty("java.home"));

    private Path jdk(String folder, String version) throws Exception {
        Path home = Files.createDirectories(root.resolve(folder));
        Files.createDirectories(home.resolve("bin"));
        Path java = Files.createFile(home.resolve("bin/java"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    @Test
    void eachPlaceIsLookedAtAndTheFirstOfARelease() throws Exception {
        Path variable = jdk("opt/one", "30.0.1");
        Path toolchain = jdk("opt/two", "31");
        Files.createDirectories(root.resolve("home/.m2"));
        Files.writeString(
                root.resolve("home/.m2/toolchains.xml"),
                "<toolchains><toolchain><configuration><jdkHome> " + toolchain
                        + "</jdkHome></configuration></toolchain></toolchains>");
        jdk("usr/lib/jvm/a-second-30", "30.0.2");
        jdk("usr/lib/jvm/jdk-32", "32-ea");
        jdk("home/.sdkman/candidates/java/33-tem", "33");
        jdk("Library/Java/JavaVirtualMachines/temurin-34.jdk/Contents/Home", "34");
        Files.createDirectories(root.resolve("usr/lib/jvm/no-jdk"));

        Map<Integer, Jdk> found =
                Jdks.installed(running, Map.of("JAVA_HOME_30_X64", variable.toString()), root.resolve("home"), root);

        assertThat(found.keySet()).containsExactly(Runtime.version().feature(), 30, 31, 32, 33, 34);
        assertThat(found.get(30)).isEqualTo(new Jdk(30, "30.0.1", variable));
        assertThat(found.get(Runtime.version().feature()).home()).isEqualTo(running);
    }

    @Test
    void aMachineWithNothingHasTheRunningJdk() {
        assertThat(Jdks.installed(running, Map.of("JAVA_HOME", "/nowhere"), root, root))
                .containsOnlyKeys(Runtime.version().feature());
    }
}
