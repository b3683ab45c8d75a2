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
package io.github.sim7028.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.simulator.VirtualModems;
import io.github.sim7028.simulator.VirtualPort;
import io.github.sim7028.simulator.model.Registration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The web page in a browser; skipped, with a message, where there is no Chromium. */
@Timeout(300)
class WebPageTest {

    private static final String MISSING =
            "The web page is not tested: none of chromium, chromium-browser and google-chrome is installed";
    private static final int PHONE_WIDTH = 500;

    private final VirtualModems modems = VirtualModems.start(3, "page", modem -> modem.keepDialogue(100));
    private final VirtualTimeline time = new VirtualTimeline();
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ControlServer(new ModemControl(modems.all(), time, 0), new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void end() {
        server.close();
        modems.close();
    }

    private Browser page() throws Exception {
        Optional<Path> program = Browser.program();
        if (program.isEmpty()) {
            System.out.println(MISSING);
        }
        assumeTrue(program.isPresent(), MISSING);
        return new Browser(program.get(), "http://127.0.0.1:" + server.address().getPort() + '/', PHONE_WIDTH, 1700);
    }

    private static String text(String part) {
        return "document.body && document.body.innerText.includes(" + Json.of(part) + ')';
    }

    private static String button(int modem, String title) {
        return "[...document.querySelectorAll('.modem')][" + (modem - 1) + "].querySelectorAll('button')"
                + ".forEach(b => { if (b.textContent === " + Json.of(title) + ") b.click(); }); true";
    }

    @Test
    void modemsAreShownAndControlledAndTheirDialogueIsLive() throws Exception {
        try (Browser page = page();
                VirtualPort port = modems.get(2).connect()) {
            page.awaits(text("page-3"));
            assertThat(page.evaluate("document.querySelectorAll('.modem').length"))
                    .isEqualTo("3");
            // nothing is wider than a phone
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo("true");
            modems.get(2).setSignal(7, 1);
            page.awaits(text("7, 1"));

            page.evaluate(button(2, "Dialogue"));
            port.write("AT+CGMM\r".getBytes(StandardCharsets.US_ASCII));
            page.awaits(text("> AT+CGMM"));

            page.evaluate(button(3, "Network away for 60 s"));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> modems.get(3).state().registration() == Registration.SEARCHING);
            page.awaits(text("searching"));
            time.pass(Duration.ofSeconds(60));
            assertThat(modems.get(3).state().registration()).isEqualTo(Registration.HOME);

            page.evaluate(button(2, "Pull the plug"));
            await().atMost(Duration.ofMinutes(1)).until(() -> !modems.get(2).hasHost());

            page.evaluate("document.getElementById('command').value = 'busy';"
                    + "document.getElementById('command').dispatchEvent(new Event('change'));"
                    + "document.getElementById('selection').value = '1';"
                    + "document.getElementById('form').requestSubmit(); true");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> modems.get(1).state().busy());
            page.awaits(text("page-1: done"));
            page.evaluate("document.getElementById('selection').value = '9';"
                    + "document.getElementById('form').requestSubmit(); true");
            page.awaits(text("modems: there is no '9'; the modems have the numbers 1 to 3"));
        }
    }

    @Test
    void whatAModemTellsIsShownAsText() throws Exception {
        String evil = "<img src=x onerror=\"document.title=1\">";
        modems.get(1).faults().add("before '" + evil + "' line=NEVER");
        try (VirtualPort port = modems.get(1).connect();
                Browser page = page()) {
            port.write((evil + '\r').getBytes(StandardCharsets.US_ASCII));
            page.awaits(text("before '" + evil));
            page.awaits(text("> " + evil));
            assertThat(page.evaluate("document.images.length")).isEqualTo("0");
            assertThat(page.evaluate("document.title")).isEqualTo("SIM7028 simulator");
        }
    }

    @Test
    void aSimulatorThatEndsIsTold() throws Exception {
        try (Browser page = page()) {
            page.awaits(text("page-1"));
            server.close();
            page.awaits(text("The simulator does not answer"));
        }
    }

    /** Writes the picture of docs/simulator.md with {@code -Dsim7028.docs.write=true}. */
    @Test
    void thePageCanBePictured() throws Exception {
        try (VirtualPort port = modems.get(1).connect();
                Browser page = page()) {
            port.write("AT+CSQ\rAT+NETOPEN\r".getBytes(StandardCharsets.US_ASCII));
            page.awaits(text("+NETOPEN: 0"));
            page.awaits("document.querySelectorAll('#command option').length > 10");
            byte[] picture = page.picture();
            assertThat(picture).hasSizeGreaterThan(10_000);
            if (Boolean.getBoolean("sim7028.docs.write")) {
                Files.write(Path.of("../docs/simulator-page.png"), picture);
            }
        }
    }
}
