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

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A bundle of one class, made as the maven-bundle-plugin makes it. */
final class RouteBundle {

    private RouteBundle() {}

    /**
     * Compiles the class and makes its bundle.
     *
     * @param directory where it is made
     * @param type      the name of the class
     * @param java      its source
     * @param libraries a folder with the jars it is compiled against
     * @return the jar
     */
    static Path make(Path directory, String type, String java, Path libraries) throws Exception {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path source = Files.writeString(directory.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java"), java);
        List<File> jars = jars(libraries);
        String classPath =
                String.join(File.pathSeparator, jars.stream().map(File::getPath).toList());
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-cp", classPath, "-proc:none", source.toString());
        assertThat(failed).as(java).isZero();

        Path jar = directory.resolve(type + ".jar");
        try (Builder builder = new Builder()) {
            builder.setBundleSymbolicName(type.toLowerCase());
            builder.setBundleVersion("1.0.0");
            builder.setProperty(Constants.PRIVATE_PACKAGE, type.substring(0, type.lastIndexOf('.')));
            builder.addClasspath(classes.toFile());
            builder.addClasspath(jars);
            builder.build().write(jar.toFile());
            assertThat(builder.getErrors()).isEmpty();
        }
        return jar;
    }

    private static List<File> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toFile)
                    .toList();
        }
    }
}
