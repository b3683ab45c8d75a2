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
package io.github.sim7028.modem.driver.link;

import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads as hex digits (2.1.5), in the layouts and with the errors of firmware that differs from the note. */
class HexReadTest {

    private static final TransferSettings HEX = Changed.with(
            ModemRig.TRANSFER, "receiveMode", ReceiveMode.BUFFERED, "readFormat", ReadFormat.HEX, "readLength", 750);

    private static VirtualRig rig() {
        return new VirtualRig(profile -> profile.with(HEX));
    }

    /** A module with something to read: each piece by one read, and an error when nothing is left. */
    private static final class Holder {
        private final Deque<String> pieces = new ArrayDeque<>();
        private final String lead;
        private final String empty;

        Holder(VirtualRig rig, String lead, String empty, String waiting) {
            this.lead = lead;
            this.empty = empty;
            rig.module.answer(command -> command.startsWith("AT+CIPRXGET=3,0")
                    ? read()
                    : command.startsWith("AT+CIPRXGET=4,0") ? waiting(waiting) : null);
        }

        synchronized void hold(String... texts) {
            pieces.addAll(List.of(texts));
        }

        private synchronized String read() {
            if (pieces.isEmpty()) {
                return lines(empty);
            }
            byte[] piece = pieces.remove().getBytes(StandardCharsets.US_ASCII);
            return "\r\n+CIPRXGET: 3,0," + piece.length + ","
                    + String.join("", pieces).length() + "\r\n" + lead
                    + HexFormat.of().formatHex(piece) + "\r\n\r\nOK\r\n";
        }

        private synchronized String waiting(String refusal) {
            return refusal == null
                    ? lines("+CIPRXGET: 4,0," + String.join("", pieces).length(), "OK")
                    : lines(refusal);
        }
    }

    private static String text(Collector collector) {
        return new String(collector.bytes(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "+CME ERROR: 3, none",
                "+CME ERROR: 50, none",
                "+CME ERROR: operation not allowed, none",
                "+CME ERROR: 3, ERROR",
                "+CME ERROR: 3, +CME ERROR: 3"
            })
    void aReadOfNothingMayBeACmeErrorForHoursAndIsNoFault(String empty, String waiting) throws Exception {
        try (VirtualRig rig = rig()) {
            Holder module = new Holder(rig, "\r\n", empty, waiting);
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(2));
            rig.pass(Duration.ofHours(3));
            module.hold("read", " on");
            rig.module.say(lines("+CIPRXGET: 1,0"));
            rig.pass(Duration.ofSeconds(1));
            assertThat(text(collector)).isEqualTo("read on");
            assertThat(rig.module.count("AT+CIPOPEN=0")).isOne();
            assertThat(rig.module.count("AT+CIPCLOSE")).isZero();
        }
    }

    @Test
    void theRestOfAConnectionIsReadThoughItsEndIsACmeError() throws Exception {
        try (VirtualRig rig = rig()) {
            Holder module = new Holder(rig, "", "+CME ERROR: 3", null);
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(2));
            module.hold("the", " last", " words");
            rig.module.say(lines("+IPCLOSE: 0,1"));
            rig.passUntil(() -> rig.module.count("AT+CIPOPEN=0") == 2, Duration.ofSeconds(10));
            assertThat(text(collector)).isEqualTo("the last words");
        }
    }

    /** A busy module has data, and refuses for a while to read it. */
    @Test
    void aRefusalThatIsNoEmptyBufferIsTriedAgain() throws Exception {
        try (VirtualRig rig = rig()) {
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(2));
            int[] busy = {3};
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPRXGET=4,0")) {
                    return lines("+CIPRXGET: 4,0,4", "OK");
                }
                if (!command.startsWith("AT+CIPRXGET=3,0")) {
                    return null;
                }
                return busy[0]-- > 0
                        ? lines("+CME ERROR: 302")
                        : busy[0] == -1
                                ? "\r\n+CIPRXGET: 3,0,4,0\r\n64617461\r\n\r\nOK\r\n"
                                : lines("+IP ERROR: No data", "ERROR");
            });
            rig.module.say(lines("+CIPRXGET: 1,0"));
            rig.pass(Duration.ofSeconds(20));
            assertThat(text(collector)).isEqualTo("data");
            assertThat(rig.module.count("AT+CIPCLOSE")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"64617461f\r\n\r\nOK\r\n", "646174\r\n\r\nOK\r\n", "6461746x\r\n\r\nOK\r\n"})
    @ExpectedLog(Said.LINK_CLOSED)
    void aReadThatDoesNotFitIsNeverDataAndTheDialogueGoesOn(String body) throws Exception {
        try (VirtualRig rig = rig()) {
            Collector collector = new Collector();
            LinkLease link = rig.ready().link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.opened() == 1, Duration.ofSeconds(2));
            boolean[] said = {false};
            rig.module.answer(command -> {
                if (!command.startsWith("AT+CIPRXGET=3,0") || said[0]) {
                    return null;
                }
                said[0] = true;
                return "\r\n+CIPRXGET: 3,0,4,0\r\n\r\n" + body;
            });
            rig.module.say(lines("+CIPRXGET: 1,0"));
            rig.passUntil(() -> rig.module.count("AT+CIPOPEN=0") == 2, Duration.ofMinutes(2));
            assertThat(collector.bytes()).isEmpty();
            assertThat(rig.send(link, "later", Duration.ofMinutes(1)).isConfirmed())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hex-two-crlf",
                "hex-two-crlf,hex-cme-error,hex-lower",
                "hex-cme-error,hex-mixed,blank-after-data",
                "hex-two-crlf,hex-cme-error,no-colon-space,bare-information"
            })
    void aMegabyteComesUnchangedInEveryLayout(String dialect) throws Exception {
        byte[] down = new byte[1 << 20];
        new Random(7).nextBytes(down);
        try (ModemRig rig = new ModemRig(modem -> modem.dialect(dialect), profile -> profile.with(HEX));
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            rig.ready();
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), collector);
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
            CompletableFuture<Receipt> sending = link.send(ModemRig.outbound("up".getBytes(StandardCharsets.US_ASCII)));
            far.say(down);
            ModemRig.await(sending);
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(collector.bytes()).hasSize(down.length));
            assertThat(collector.bytes()).isEqualTo(down);
            assertThat(collector.failures()).isEmpty();
            assertThat(rig.virtual.commands()).contains("AT+CIPRXGET=3,0,750");
        }
    }
}
