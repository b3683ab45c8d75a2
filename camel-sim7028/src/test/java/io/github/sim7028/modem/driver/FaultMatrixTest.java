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
package io.github.sim7028.modem.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fault the simulator can make, at every moment of a message's way: afterwards messages go both ways again, and each
 * one sent meanwhile is where its sender was told it is. The cases run side by side.
 */
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
// the same hang-up, seen by a write before the reader sees it
@ExpectedLog(Said.MODEM_DOWN + "writing to the line failed")
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+(: no| failed: )")
@ExpectedLog(Said.LINK_CLOSED + "\\+CIPSEND confirmed")
@ExpectedLog(Said.LINK_CLOSED + "reading failed, .*AT\\+CIPRXGET=")
@ExpectedLog(Said.CONFIRMATION_LATE)
@ExpectedLog(Said.LINK_NOT_OPENED + "the module refused to open the link")
@ExpectedLog(Said.LINK_NOT_OPENED + "AT\\+CIPOPEN=")
class FaultMatrixTest {

    private static final ExecutorService SIDE_BY_SIDE = Executors.newFixedThreadPool(32);

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final int PAYLOAD = 1400;

    private static final Pattern MESSAGE = Pattern.compile("<([0-9]{5})[.]*>");

    private static final List<String> LINE_FAULTS = List.of(
            "drop",
            "delay 300ms",
            "cut 4",
            "double",
            "replace ERROR",
            "before '+CGEV: ME PDN ACT 1'",
            "insert '+CUSD: 0,a>b'",
            "noise 9");

    private static final List<String> COMMAND_FAULTS =
            List.of("ignore", "drop", "delay 300ms", "cut 3", "double", "replace ERROR", "fail 4", "iperror 5");

    private static final List<String> MODULE_FAULTS = List.of(
            "reboot loud",
            "reboot silent",
            "networkloss",
            "networkloss quiet",
            "hangup",
            "mute 300ms",
            "mute 3s",
            "before '+CGEV: ME PDN ACT 1'",
            "noise 9");

    @AfterAll
    static void end() {
        SIDE_BY_SIDE.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> everyMessageIsAccountedForAndTheLinkWorksAgain() {
        Map<String, Consumer<VirtualModem>> cases = new LinkedHashMap<>();
        MODULE_FAULTS.forEach(fault -> add(cases, "at idle", fault, "at=1ms"));
        onLine(cases, "at the result of an open", "+CIPOPEN: *");
        onCommand(cases, "at the command that opens a link", "CIPOPEN");
        onCommand(cases, "before the prompt", "CIPSEND");
        onLine(cases, "at the prompt", ">");
        onLine(cases, "between OK and confirmation", "+CIPSEND: *");
        onLine(cases, "at the OK of a send", "OK");
        onCommand(cases, "at a read", "CIPRXGET=2*");
        onLine(cases, "at the data of a read", "+CIPRXGET: 2,*");
        onLine(cases, "at the news of data", "+CIPRXGET: 1,*");
        add(cases, "before the prompt", "short 3", "command=CIPSEND");
        inPayload(cases, "a loud restart", modem -> modem.reboot(true));
        inPayload(cases, "a silent restart", modem -> modem.reboot(false));
        inPayload(cases, "a lost network", modem -> modem.loseNetwork(true));
        inPayload(cases, "a network lost quietly", modem -> modem.loseNetwork(false));
        inPayload(cases, "a hang-up", VirtualModem::hangUp);
        inPayload(cases, "a module that falls silent", modem -> modem.faults().add("mute 3s at=1ms"));
        Map<String, CompletableFuture<Void>> runs = new LinkedHashMap<>();
        cases.forEach((name, fault) ->
                runs.put(name, CompletableFuture.runAsync(() -> happens(fault, name.contains("open")), SIDE_BY_SIDE)));
        return runs.entrySet().stream()
                .map(run -> DynamicTest.dynamicTest(run.getKey(), () -> {
                    try {
                        run.getValue().join();
                    } catch (CompletionException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void onLine(Map<String, Consumer<VirtualModem>> cases, String moment, String line) {
        LINE_FAULTS.forEach(fault -> add(cases, moment, fault, "line='" + line + "'"));
        MODULE_FAULTS.subList(0, 7).forEach(fault -> add(cases, moment, fault, "line='" + line + "'"));
    }

    private static void onCommand(Map<String, Consumer<VirtualModem>> cases, String moment, String command) {
        COMMAND_FAULTS.forEach(fault -> add(cases, moment, fault, "command='" + command + "'"));
        MODULE_FAULTS.subList(0, 7).forEach(fault -> add(cases, moment, fault, "command='" + command + "'"));
    }

    private static void add(Map<String, Consumer<VirtualModem>> cases, String moment, String fault, String when) {
        cases.put(moment + ": " + fault, modem -> modem.faults().add(fault + " " + when + " times=1"));
    }

    /** While a payload is on the line, which takes a while. */
    private static void inPayload(
            Map<String, Consumer<VirtualModem>> cases, String what, Consumer<VirtualModem> happening) {
        cases.put("in mid-payload: " + what, modem -> {
            long before = modem.bytesIn();
            CompletableFuture.runAsync(() -> {
                await().atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> modem.bytesIn() > before + PAYLOAD / 2);
                happening.accept(modem);
            });
        });
    }

    // ---- one case

    private static void happens(Consumer<VirtualModem> fault, boolean atOpen) {
        try (ModemRig rig = new ModemRig(modem -> modem.baud(115_200), profile -> profile.with(Changed.with(
                                ModemRig.TRANSFER,
                                "receiveMode",
                                ReceiveMode.BUFFERED,
                                "pollInterval",
                                Duration.ofMillis(300)))
                        .with(new RecoverySettings(
                                Duration.ofMillis(1000),
                                Duration.ofMillis(1000),
                                Duration.ofMillis(50),
                                Duration.ofMillis(300),
                                2,
                                Duration.ofSeconds(2),
                                Duration.ZERO)));
                TcpPeer far = TcpPeer.echo()) {
            Collector collector = new Collector();
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), collector);
            Map<Integer, CompletableFuture<Receipt>> sent = new LinkedHashMap<>();
            ModemRig.await(send(link, sent));
            // what the far end has not read yet when it closes is lost, whatever the module has confirmed
            await().atMost(LIMIT).until(() -> arrived(far).contains(0));
            fault.accept(rig.virtual);
            if (atOpen) {
                // there has to be one
                CompletableFuture<Void> closed = new CompletableFuture<>();
                rig.lease().modem().addListener(event -> {
                    if (event instanceof ModemEvent.LinkClosed) {
                        closed.complete(null);
                    }
                });
                far.socket().close();
                ModemRig.await(closed);
            }
            for (int i = 0; i < 4; i++) {
                send(link, sent);
            }
            sent.values().forEach(message -> ModemRig.awaitEnd(message));
            rig.virtual.faults().clear();
            rig.virtual.setMute(false);
            await().atMost(LIMIT).until(() -> works(link, sent, collector));
            account(sent, far);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<Receipt> send(LinkLease link, Map<Integer, CompletableFuture<Receipt>> sent) {
        int number = sent.size();
        CompletableFuture<Receipt> future = link.send(ModemRig.outbound(message(number)));
        sent.put(number, future);
        return future;
    }

    private static byte[] message(int number) {
        return String.format("<%05d%s>", number, ".".repeat(PAYLOAD - 7)).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean works(LinkLease link, Map<Integer, CompletableFuture<Receipt>> sent, Collector collector) {
        int number = sent.size();
        ModemRig.awaitEnd(send(link, sent));
        if (sent.get(number).isCompletedExceptionally()) {
            return false;
        }
        String echo = new String(message(number), StandardCharsets.US_ASCII);
        try {
            await().atMost(Duration.ofSeconds(3))
                    .until(() -> new String(collector.bytes(), StandardCharsets.ISO_8859_1).contains(echo));
            return true;
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            return false;
        }
    }

    private static void account(Map<Integer, CompletableFuture<Receipt>> sent, TcpPeer far) {
        List<Integer> confirmed = new ArrayList<>();
        List<Integer> notSent = new ArrayList<>();
        sent.forEach((number, future) -> {
            if (!future.isCompletedExceptionally()) {
                confirmed.add(number);
            } else if (ModemRig.failureOf(future).getOutcome() == SendOutcome.NOT_SENT) {
                notSent.add(number);
            }
        });
        await().atMost(LIMIT).untilAsserted(() -> assertThat(arrived(far)).containsAll(confirmed));
        assertThat(arrived(far))
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(notSent.isEmpty() ? List.of(-1) : notSent)
                .isSubsetOf(sent.keySet());
    }

    private static List<Integer> arrived(TcpPeer far) {
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher = MESSAGE.matcher(new String(far.got(), StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            numbers.add(Integer.parseInt(matcher.group(1)));
        }
        return numbers;
    }
}
