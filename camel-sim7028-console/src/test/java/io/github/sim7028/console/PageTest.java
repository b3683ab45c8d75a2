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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.testlog.ExpectedLog;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser. {@code -Dsim7028.docs.write=true} writes the pictures of docs/console.md anew. */
@Timeout(240)
class PageTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("..", "docs", "pictures");

    private static Optional<Path> program;

    @TempDir(cleanup = CleanupMode.NEVER)
    Path profile;

    @BeforeAll
    static void findBrowser() {
        program = Browser.program();
        if (program.isEmpty()) {
            System.err.println("PageTest is skipped: no chromium is installed");
        }
        assumeTrue(program.isPresent(), "no chromium is installed");
    }

    private static void picture(Browser browser, String name) throws Exception {
        byte[] picture = browser.picture();
        assertThat(picture).hasSizeGreaterThan(5000);
        Path folder = Boolean.getBoolean("sim7028.docs.write") ? PICTURES : Path.of("target", "pictures");
        Files.createDirectories(folder);
        Files.write(folder.resolve(name), picture);
    }

    @Test
    @ExpectedLog("^Modem 'cellar' is down: ")
    void showsModemsOnAWideScreenAndOnAPhone() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of("sim7028.console.allow-actions", "true"));
                Browser browser = new Browser(program.orElseThrow(), profile)) {
            VirtualModem roof = modems.with("roof");
            VirtualModem cellar = modems.with("cellar");
            modems.with("north-wall");
            modems.start();
            browser.open(modems.url("/sim7028/#roof"), 1280, 1500);
            browser.awaitTrue("document.querySelector('#totals').textContent === '3 of 3 modems up'");
            browser.awaitTrue("document.querySelectorAll('#signal canvas').length === 1");
            cellar.setMute(true);
            for (int i = 0; i < 6; i++) {
                modems.template().sendBody("direct:roof", "temperature=" + i);
                roof.setSignal(12 + i, 0);
                String level = -113 + 2 * (12 + i) + " dBm";
                browser.awaitTrue("document.querySelector('#modems .chosen').textContent.includes('" + level + "')");
            }
            browser.awaitTrue("document.querySelector('#totals').textContent === '2 of 3 modems up'");
            browser.awaitTrue("document.querySelector('#counters').innerText.includes('Confirmed\\n6')");
            browser.awaitTrue("document.querySelector('#dialogue').innerText.includes('> AT+CIPSEND=0,13')");
            assertThat(browser.text("#links"))
                    .contains("tcp 127.0.0.1:" + modems.peer().getLocalPort() + ", open, 2 users");
            assertThat(browser.text("#events")).contains("signalChanged", "linkOpened");
            assertThat(browser.evaluate(
                            "JSON.stringify(Charts.cellChanges({time: [1, 2, 3, 4, 5], cell: [null, 7, null, 7, 8]}))"))
                    .isEqualTo("[{\"time\":5,\"cell\":8}]");
            picture(browser, "console.png");

            browser.evaluate(
                    "Charts.draw({time: [1, 61], dbm: [-80, -81], rsrp: [-98, null], sinr: [3, 4], cell: [7, 8],"
                            + " confirmed: [1, 2], notSent: [0, 0], unknown: [0, 1], received: [5, 3]})");

            browser.click("#actions button[data-action=diagnose]");
            browser.awaitTrue("document.querySelector('#result').innerText.includes('right - line:')");
            browser.click("#actions button[data-action=reconnect]");
            browser.awaitTrue("document.querySelector('#result').innerText.startsWith('ready')");

            browser.evaluate("document.querySelector('#filter').value = 'cellar';"
                    + "document.querySelector('#filter').dispatchEvent(new Event('input'))");
            browser.awaitTrue("document.querySelectorAll('#modems li').length === 1");
            browser.click("#modems button");
            browser.awaitTrue("document.querySelector('#name').textContent === 'cellar'");
            browser.awaitTrue("document.querySelector('#reason').textContent.length > 10");
            assertThat(browser.text("#hint")).contains("Diagnose shows what to do.");

            browser.open(modems.url("/sim7028/?phone#roof"), 390, 1100);
            browser.awaitTrue(
                    "document.querySelector('#name') && document.querySelector('#name').textContent === 'roof'");
            browser.awaitTrue("document.querySelectorAll('#signal canvas').length === 1");
            assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("nothing is wider than the phone")
                    .isEqualTo(true);
            picture(browser, "console-phone.png");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** The name of a modem, its operator, a notice of the module and what a peer sends. */
    @Test
    @ExpectedLog("unknown line")
    void showsWhatOthersSayAsText() throws Exception {
        String markup = "<img src=x onerror=\"document.title='broken'\">";
        String name = "roof/2 '\"><svg onload=alert(1)>";
        try (ShownModems modems = new ShownModems(Map.of());
                Browser browser = new Browser(program.orElseThrow(), profile)) {
            VirtualModem roof = modems.with(name);
            roof.faults()
                    .add(Fault.replace(
                                    "+CPSI: NB-IOT,Online,<svg onload=alert(2)>,0x2A2E,187215874,6,EUTRAN-BAND8,3740,0,0,-90,-980,-700,12",
                                    "OK")
                            .onCommand("CPSI"));
            modems.start();
            browser.open(modems.url("/sim7028/"), 1280, 1500);
            browser.awaitTrue("document.querySelector('#totals').textContent === '1 of 1 modem up'");
            browser.awaitTrue("document.querySelector('#dialogue').innerText.length > 0");
            roof.inject("+NEWS: " + markup);
            try (Socket peer = modems.peer().accept()) {
                peer.getOutputStream().write(markup.getBytes(StandardCharsets.US_ASCII));
                browser.awaitTrue("/Received\\n[1-9]/.test(document.querySelector('#counters').innerText)");
            }
            browser.awaitTrue("document.querySelector('#events').innerText.includes('<img src=x')");
            browser.awaitTrue("document.querySelector('#dialogue').innerText.includes('<img src=x')");
            browser.awaitTrue("document.querySelector('#facts').innerText.includes('<svg onload=alert(2)>')");
            assertThat(browser.text("#name")).isEqualTo(name);
            assertThat(browser.text("#modems .title")).isEqualTo(name);
            assertThat(browser.evaluate("document.querySelectorAll('main img, main svg').length === 0"))
                    .isEqualTo(true);
            assertThat(browser.evaluate("document.title")).isEqualTo("SIM7028 modems");
            assertThat(browser.evaluate("document.querySelector('#actions').hidden"))
                    .isEqualTo(true);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void isThereWhateverTheAddressSaysAndFollowsTheAddress() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of());
                Browser browser = new Browser(program.orElseThrow(), profile)) {
            modems.with("attic");
            modems.with("roof");
            modems.start();
            browser.open(modems.url("/sim7028/#%"), 1280, 900);
            browser.awaitTrue("document.querySelector('#totals').textContent.startsWith('2 of 2')");
            browser.awaitTrue("document.querySelector('#name').textContent === 'attic'");
            browser.evaluate("location.hash = '#roof'");
            browser.awaitTrue("document.querySelector('#name').textContent === 'roof'");
            browser.evaluate("location.hash = '#cellar'");
            browser.awaitTrue("document.querySelector('#gone').textContent === 'Modem cellar is not in use.'");
            assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("404"));
        }
    }

    @Test
    void showsNothingOfAComponentThatStopsAndItsModemsWhenItStartsAgain() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of());
                Browser browser = new Browser(program.orElseThrow(), profile)) {
            modems.with("roof");
            modems.start();
            browser.open(modems.url("/sim7028/#roof"), 1280, 900);
            browser.awaitTrue("document.querySelector('#totals').textContent === '1 of 1 modem up'");
            browser.awaitTrue("document.querySelector('#dialogue').childElementCount > 3");
            modems.context().getRouteController().stopAllRoutes();
            modems.context().getComponent("sim7028").stop();
            browser.awaitTrue("document.querySelector('#totals').textContent === 'No modem is in use.'");
            browser.awaitTrue("document.querySelector('#gone').textContent === 'Modem roof is not in use.'");
            assertThat(browser.evaluate("document.querySelector('#detail').hidden"))
                    .isEqualTo(true);
            modems.context().getComponent("sim7028").start();
            modems.context().getRouteController().startAllRoutes();
            browser.awaitTrue("document.querySelector('#totals').textContent === '1 of 1 modem up'");
            browser.awaitTrue("!document.querySelector('#detail').hidden && document.querySelector('#gone').hidden");
            browser.awaitTrue("document.querySelector('#dialogue').childElementCount > 3");
            assertThat(browser.text("#trouble")).isEmpty();
        }
    }

    /** A node that does not reach Kafka says so. */
    @Test
    @ExpectedLog(value = "could not be established|disconnected", logger = "NetworkClient")
    @ExpectedLog("^Node <b>north</b> cannot take part in the fleet: ")
    void showsThisNodeOfAFleet() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of(
                        "camel.component.sim7028-fleet.brokers", "127.0.0.1:9",
                        "camel.component.sim7028-fleet.node", "<b>north</b>",
                        "camel.component.sim7028-fleet.link", "tcp:127.0.0.1:9?framing=line"));
                Browser browser = new Browser(program.orElseThrow(), profile)) {
            modems.with("roof");
            modems.start();
            browser.open(modems.url("/sim7028/"), 1280, 900);
            browser.awaitTrue("document.querySelector('#nodes summary').textContent ==="
                    + " 'Node <b>north</b> of sim7028: 0 modems, 0 partitions, lease 0 s'");
            browser.awaitTrue("document.querySelector('#nodes p').textContent === 'Timeout expired while fetching topic"
                    + " metadata'");
            browser.click("#nodes summary");
            browser.awaitTrue("document.querySelector('#nodes').innerText.includes('handedOver\\n0')");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void saysWhenAnAnswerNeverComesOrIsThePageOfALogin() throws Exception {
        try (ShownModems modems = new ShownModems(Map.of());
                Browser browser = new Browser(program.orElseThrow(), profile)) {
            modems.start();
            browser.open(modems.url("/sim7028/"), 1280, 900);
            browser.awaitTrue("document.querySelector('#totals').textContent === 'No modem is in use.'");
            browser.evaluate("window.fetch = async () => new Response('<h1>Login</h1>', {status: 200, headers:"
                    + " {'Content-Type': 'text/html'}})");
            browser.awaitTrue("document.querySelector('#trouble').textContent.includes('requires a login')");
            browser.evaluate("window.fetch = (path, options) => new Promise((yes, no) =>"
                    + " options.signal.addEventListener('abort', () => no(options.signal.reason)))");
            browser.awaitTrue("document.querySelector('#trouble').textContent === 'The application does not answer.'");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void saysWhenTheApplicationIsGone() throws Exception {
        try (Browser browser = new Browser(program.orElseThrow(), profile)) {
            try (ShownModems modems = new ShownModems(Map.of())) {
                modems.with("roof");
                modems.start();
                browser.open(modems.url("/sim7028/"), 1280, 900);
                browser.awaitTrue("document.querySelector('#totals').textContent === '1 of 1 modem up'");
            }
            browser.awaitTrue("!document.querySelector('#trouble').hidden");
            assertThat(browser.text("#trouble")).isEqualTo("The application does not answer.");
            await().atMost(SOON).until(() -> Boolean.TRUE.equals(browser.evaluate("view.pause >= 4000")));
        }
    }
}
