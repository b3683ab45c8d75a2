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

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The console of an application that has another root and another path, and no buttons. */
@QuarkusTest
@TestProfile(OtherPathTest.Elsewhere.class)
class OtherPathTest {

    /** Where the page is. */
    public static class Elsewhere implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.root-path", "/app",
                    "sim7028.console.path", "/ops/modems",
                    "sim7028.console.allow-actions", "false");
        }
    }

    @TestHTTPResource("/")
    String root;

    @Test
    void isBelowTheRootOfTheApplication() throws Exception {
        ServedConsole console = new ServedConsole(root);
        assertThat(console.get("ops/modems").headers().firstValue("Location")).contains("modems/");
        assertThat(console.get("ops/modems/").body()).contains("<title>SIM7028 modems</title>");
        assertThat(console.get("ops/modems/api/modems").body())
                .contains("\"modems\"")
                .doesNotContain("token");
        assertThat(console.get("sim7028/").statusCode()).isEqualTo(404);
        assertThat(console.send("POST", "ops/modems/api/reconnect?modem=default")
                        .statusCode())
                .isEqualTo(403);
    }
}
