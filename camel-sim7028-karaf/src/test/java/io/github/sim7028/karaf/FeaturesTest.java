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

import com.fazecast.jSerialComm.SerialPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;

/** The file of features, without a Karaf. */
class FeaturesTest {

    private static final Path FILE = Path.of("target/feature/features.xml");

    @Test
    void theFileKeepsToTheSchema() throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(FeaturesTest.class.getResource("/org/apache/karaf/features/karaf-features-1.6.0.xsd"))
                .newValidator()
                .validate(new StreamSource(FILE.toFile()));
    }

    @Test
    void theFeaturesInstallTheJarsOfThisBuild() throws Exception {
        String version = System.getProperty("project.version");
        String serial = serialBundle().getValue("Bundle-Version");

        assertThat(all("<bundle.*?>(.*?)</bundle>"))
                .containsExactlyInAnyOrder(
                        "mvn:io.github.sim7028/camel-sim7028/" + version,
                        "mvn:com.fazecast/jSerialComm/" + serial,
                        "mvn:io.github.sim7028/sim7028-simulator/" + version);
        assertThat(all("<feature name=.*? version=\"(.*?)\"")).hasSize(3).containsOnly(version);
        assertThat(all("<repository>(.*?)</repository>"))
                .containsExactly("mvn:org.apache.camel.karaf/apache-camel/" + System.getProperty("camel-karaf.version")
                        + "/xml/features");
    }

    @Test
    void thePageNamesTheFeaturesAndTheVersions() throws Exception {
        String version = System.getProperty("project.version");
        assertThat(UserPage.KARAF.commands())
                .first()
                .isEqualTo("feature:repo-add mvn:io.github.sim7028/camel-sim7028-karaf/" + version + "/xml/features");
        String page = Files.readString(Path.of("../docs/karaf.md"));
        assertThat(all("<feature name=\"(.*?)\""))
                .allSatisfy(feature -> assertThat(page).contains("| `" + feature + "` |"));
        String camelKaraf = System.getProperty("camel-karaf.version");
        assertThat(UserPage.KARAF.block("xml", "<packaging>bundle</packaging>"))
                .contains(versionOf("camel-sim7028", version))
                .contains(versionOf("camel-core-osgi", camelKaraf))
                .contains(versionOf("camel-core-model", camelKaraf));
        assertThat(Files.readString(Path.of("../docs/compatibility.md")))
                .contains("Karaf " + System.getProperty("karaf.version"))
                .contains("Camel Karaf " + System.getProperty("camel-karaf.version"));
    }

    private static String versionOf(String artifact, String version) {
        return "<artifactId>" + artifact + "</artifactId>\n      <version>" + version + "</version>";
    }

    private static List<String> all(String pattern) throws Exception {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(Files.readString(FILE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static Attributes serialBundle() throws Exception {
        Path jar = Path.of(SerialPort.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }
}
