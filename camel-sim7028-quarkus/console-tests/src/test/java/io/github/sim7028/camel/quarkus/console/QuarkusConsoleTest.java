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
package io.github.sim7028.camel.quarkus.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web server of Quarkus serves the console. */
@QuarkusTest
class QuarkusConsoleTest {

    private static final String ROOF = URLEncoder.encode("roof/2 \"north\"", StandardCharsets.UTF_8);

    @TestHTTPResource("/sim7028/")
    String root;

    private ServedConsole console;

    @BeforeEach
    void open() {
        console = new ServedConsole(root);
    }

    @Test
    void servesThePageWithItsFilesAndNothingElse() throws Exception {
        assertThat(console.get("").body()).contains("<title>SIM7028 modems</title>");
        for (String file :
                new String[] {"console.js", "charts.js", "console.css", "uplot.js", "uplot.css", "icon.svg"}) {
            assertThat(console.get(file).statusCode()).as(file).isEqualTo(200);
        }
        assertThat(console.get("console.html").statusCode()).isEqualTo(404);
        assertThat(console.get("").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
    }

    @Test
    void showsModemsWhateverTheirNames() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(console.get("api/modems").body())
                        .contains("\"total\":2", "\"up\":2", "roof\\/2 \\\"north\\\""));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        console.get("api/modem?modem=" + ROOF).body())
                .contains("simulator:\\/\\/console-roof", "\"state\":\"ready\""));
    }

    @Test
    void controlsAModemOnlyForItsOwnPage() throws Exception {
        assertThat(console.send("POST", "api/diagnose?modem=" + ROOF).statusCode())
                .isEqualTo(403);

        Matcher token = Pattern.compile("\"token\":\"(\\w+)\"")
                .matcher(console.get("api/modems").body());
        assertThat(token.find()).isTrue();
        HttpResponse<String> diagnosis =
                console.send("POST", "api/diagnose?modem=" + ROOF, "X-Sim7028-Token", token.group(1));
        assertThat(diagnosis.statusCode()).isEqualTo(200);
        assertThat(diagnosis.body()).contains("line");
    }

    @Test
    void answersOnlyThisMachine() throws Exception {
        assertThat(console.get("", "X-Forwarded-For", "203.0.113.9").statusCode())
                .isEqualTo(403);
    }
}
