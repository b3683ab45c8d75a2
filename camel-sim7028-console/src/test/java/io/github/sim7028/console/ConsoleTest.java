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
package io.github.sim7028.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console over HTTP, on the web server of Camel Main. */
@Timeout(120)
class ConsoleTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, String> WITH_ACTIONS = Map.of("sim7028.console.allow-actions", "true");

    private static JsonObject first(ShownModems modems) throws Exception {
        Collection<JsonObject> rows = modems.json("/sim7028/api/modems").getCollection("modems");
        return rows.iterator().next();
    }

    private static void awaitUp(ShownModems modems, int count) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        modems.json("/sim7028/api/modems").getInteger("up"))
                .isEqualTo(count));
    }

    @Test
    void servesThePageWithItsFilesAndNothingElse() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of())) {
            modems.with("roof");
            modems.start();
            HttpResponse<String> bare = modems.get("/sim7028");
            assertThat(bare.statusCode()).isEqualTo(302);
            assertThat(bare.headers().firstValue("Location")).contains("sim7028/");
            HttpResponse<String> page = modems.get("/sim7028/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
            for (String file : List.of("console.js", "charts.js", "console.css", "uplot.js", "uplot.css", "icon.svg")) {
                assertThat(modems.get("/sim7028/" + file).statusCode()).as(file).isEqualTo(200);
            }
            assertThat(modems.get("/sim7028/uplot.js").body()).contains("uPlot");
            assertThat(modems.get("/sim7028/../console.html").statusCode()).isEqualTo(404);
            assertThat(modems.get("/sim7028/api/other").statusCode()).isEqualTo(404);
            assertThat(modems.get("/sim7028x").statusCode()).isEqualTo(404);
            assertThat(modems.send("POST", "/sim7028/").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void listsModemsAndShowsOneWithoutAskingItsModule() throws Exception {
        try (ShownModems modems =
                new ShownModems(Map.of("camel.component.sim7028.modems[roof].keepAliveInterval", "10m"))) {
            VirtualModem virtual = modems.with("roof");
            modems.with("cellar");
            modems.start();
            awaitUp(modems, 2);
            modems.template().sendBody("direct:roof", "hello");
            await().atMost(SOON).untilAsserted(() -> assertThat(modems.json("/sim7028/api/modems?filter=ROOF")
                            .getCollection("modems")
                            .toString())
                    .contains("confirmed=1"));
            assertThat(first(modems).getString("modem")).isEqualTo("cellar");
            JsonObject detail = modems.json("/sim7028/api/modem?modem=roof");
            Map<String, Object> modem = detail.getMap("modem");
            assertThat(modem).containsEntry("modem", "roof").containsEntry("state", "ready");
            Map<String, Object> columns = detail.getMap("history");
            assertThat(columns.keySet().toString())
                    .isEqualTo("[time, dbm, rsrp, rsrq, sinr, cell, confirmed, notSent, unknown, received]");
            assertThat(detail.getCollection("events").toString()).contains("statusChanged", "linkOpened");
            assertThat(modems.get("/sim7028/api/modem?modem=attic").statusCode())
                    .isEqualTo(404);
            long before = virtual.commandCount();
            for (int i = 0; i < 20; i++) {
                modems.json("/sim7028/api/modems");
                modems.json("/sim7028/api/modem?modem=roof");
            }
            // a keep-alive of its own may fall into this time
            assertThat(virtual.commandCount() - before).isLessThan(10);
        }
    }

    @Test
    void showsTheDialogueMaskedFromTheFirstLookOn() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of())) {
            VirtualModem virtual = modems.with("roof");
            modems.start();
            awaitUp(modems, 1);
            modems.json("/sim7028/api/modem?modem=roof");
            modems.template().sendBody("direct:roof", "a secret payload");
            virtual.inject("+CIMI: 460001234567890");
            await().atMost(SOON).untilAsserted(() -> {
                String dialogue = modems.json("/sim7028/api/modem?modem=roof")
                        .getCollection("dialogue")
                        .toString();
                assertThat(dialogue)
                        .contains("AT+CIPSEND=0,16", "16 bytes", "+CIMI: ***")
                        .doesNotContain("a secret payload", "460001234567890");
            });
            JsonObject all = modems.json("/sim7028/api/modem?modem=roof");
            Collection<JsonObject> lines = all.getCollection("dialogue");
            long last = lines.stream()
                    .mapToLong(line -> line.getLong("number"))
                    .max()
                    .orElseThrow();
            Collection<JsonObject> later =
                    modems.json("/sim7028/api/modem?modem=roof&after=" + last).getCollection("dialogue");
            assertThat(later)
                    .allSatisfy(line -> assertThat(line.getLong("number")).isGreaterThan(last));
        }
    }

    @Test
    @ExpectedLog("^Modem 'm1' is down: ")
    void showsAPartOfManyModemsAndThoseThatAreDownFirst() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of())) {
            VirtualModem broken = null;
            for (int i = 0; i < 5; i++) {
                VirtualModem virtual = modems.with("m" + i);
                broken = i == 1 ? virtual : broken;
            }
            modems.start();
            awaitUp(modems, 5);
            broken.setMute(true);
            awaitUp(modems, 4);
            JsonObject page = modems.json("/sim7028/api/modems?size=2");
            assertThat(page.getInteger("total")).isEqualTo(5);
            assertThat(page.getInteger("pages")).isEqualTo(3);
            assertThat(names(page)).containsExactly("m1", "m0");
            assertThat(names(modems.json("/sim7028/api/modems?size=2&page=2"))).containsExactly("m4");
            assertThat(names(modems.json("/sim7028/api/modems?size=2&page=99"))).containsExactly("m4");
            assertThat(names(modems.json("/sim7028/api/modems?state=down"))).containsExactly("m1");
            assertThat(names(modems.json("/sim7028/api/modems?filter=m3&state=up")))
                    .containsExactly("m3");
        }
    }

    private static List<String> names(JsonObject list) {
        Collection<JsonObject> rows = list.getCollection("modems");
        return rows.stream().map(row -> row.getString("modem")).toList();
    }

    @Test
    void controlsAModemOnlyForItsOwnPageAndOnlyWhereThatIsAllowed() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of())) {
            modems.with("roof");
            modems.start();
            assertThat(modems.json("/sim7028/api/modems").get("token")).isNull();
            assertThat(modems.send("POST", "/sim7028/api/reconnect?modem=roof").body())
                    .contains("sim7028.console.allow-actions=true");
        }
        try (ShownModems modems = new ShownModems(WITH_ACTIONS)) {
            modems.with("roof");
            modems.start();
            awaitUp(modems, 1);
            String token = modems.json("/sim7028/api/modems").getString("token");
            String diagnose = "/sim7028/api/diagnose?modem=roof";
            assertThat(modems.get(diagnose, "X-Sim7028-Token", token).statusCode())
                    .isEqualTo(405);
            assertThat(modems.send("POST", diagnose).statusCode()).isEqualTo(403);
            assertThat(modems.send("POST", diagnose, "X-Sim7028-Token", "0".repeat(32))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(modems.send("POST", diagnose, "X-Sim7028-Token", token, "Sec-Fetch-Site", "cross-site")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(modems.send("POST", diagnose, "X-Sim7028-Token", token).body())
                    .contains("right - line:");
            assertThat(modems.send("POST", "/sim7028/api/reconnect?modem=roof", "X-Sim7028-Token", token)
                            .body())
                    .contains("ready");
        }
    }

    @Test
    void answersOnlyThisMachineUnlessOthersAreAllowed() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of())) {
            modems.with("roof");
            modems.start();
            assertThat(modems.get("/sim7028/", "X-Forwarded-For", "203.0.113.9").statusCode())
                    .isEqualTo(403);
            assertThat(modems.get("/sim7028/api/modems", "Forwarded", "for=203.0.113.9")
                            .body())
                    .contains("sim7028.console.allow-remote=true");
        }
        try (ShownModems modems = new ShownModems(Map.of("sim7028.console.allow-remote", "true"))) {
            modems.with("roof");
            modems.start();
            assertThat(modems.get("/sim7028/", "X-Forwarded-For", "203.0.113.9").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void isElsewhereOrNotThereWhereThePropertiesSaySo() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of("sim7028.console.path", "/ops/modems"))) {
            modems.with("roof");
            modems.start();
            assertThat(modems.get("/ops/modems/").statusCode()).isEqualTo(200);
            assertThat(modems.get("/ops/modems").headers().firstValue("Location"))
                    .contains("modems/");
            assertThat(modems.get("/sim7028/").statusCode()).isEqualTo(404);
        }
        try (ShownModems modems = new ShownModems(Map.of("sim7028.console.enabled", "false"))) {
            modems.with("roof");
            modems.start();
            assertThat(modems.get("/sim7028/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void asksForALoginWhereTheWebServerDoes(@TempDir Path folder) throws Exception {
        Path users = Files.writeString(folder.resolve("users.properties"), "user.ada=secret\n");
        try (ShownModems modems = new ShownModems(Map.of(
                "camel.server.authenticationEnabled", "true", "camel.server.basicPropertiesFile", users.toString()))) {
            modems.with("roof");
            modems.start();
            assertThat(modems.get("/sim7028/").statusCode()).isEqualTo(401);
            assertThat(modems.get("/sim7028/api/modems").statusCode()).isEqualTo(401);
            String login = Base64.getEncoder().encodeToString("ada:secret".getBytes(StandardCharsets.UTF_8));
            assertThat(modems.get("/sim7028/", "Authorization", "Basic " + login)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesWhatIsNoRequestWithoutAWordInTheLog() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of())) {
            modems.with("roof");
            modems.start();
            for (String target : List.of(
                    "/sim7028/api/modem?modem=%zz",
                    "/sim7028/api/modem?modem=%",
                    "/sim7028/api/modems?filter=%c3%28&page=-1&size=99999999999999999999",
                    "/sim7028/..%2fconsole.html",
                    "/sim7028/%2e%2e/sim7028/console.html",
                    "/sim7028//api/modems/../../../console.html",
                    "/sim7028/console.js%00.html")) {
                assertThat(modems.raw(target, "127.0.0.1"))
                        .as(target)
                        .matches("HTTP/1.1 " + (target.contains("filter") ? "200" : "40[04]") + " .*");
            }
        }
    }

    @Test
    void answersNoPageOfAnotherSiteWhoseNameLeadsToThisMachine() throws Exception {
        try (ShownModems modems = new ShownModems(
                Map.of("sim7028.console.allow-remote", "true", "sim7028.console.hosts", "modems.example.com"))) {
            modems.start();
            assertThat(modems.raw("/sim7028/api/modems", "attacker.example:" + modems.port()))
                    .contains(" 403 ");
            assertThat(modems.raw("/sim7028/api/modems", "modems.example.com")).contains(" 200 ");
        }
    }

    @Test
    void showsAnApplicationWithoutModems() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of())) {
            modems.start();
            JsonObject list = modems.json("/sim7028/api/modems");
            assertThat(list.getInteger("total")).isZero();
            assertThat(list.getInteger("pages")).isEqualTo(1);
            assertThat((Collection<?>) list.getCollection("nodes")).isEmpty();
        }
    }

    @Test
    void showsModemsOfTwoComponentsThatHaveTheSameName() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of())) {
            modems.with("roof");
            modems.withAnotherComponent("second", "roof");
            modems.start();
            awaitUp(modems, 2);
            assertThat(names(modems.json("/sim7028/api/modems"))).containsExactly("roof", "second:roof");
            Map<String, Object> first =
                    modems.json("/sim7028/api/modem?modem=roof").getMap("modem");
            Map<String, Object> second =
                    modems.json("/sim7028/api/modem?modem=second:roof").getMap("modem");
            assertThat(second.get("device")).isNotEqualTo(first.get("device"));
        }
    }
}
