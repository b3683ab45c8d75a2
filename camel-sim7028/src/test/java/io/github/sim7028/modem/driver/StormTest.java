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

import static io.github.sim7028.kit.ScriptedModule.lines;
import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.event.Level;

/**
 * A module that refuses whatever is sent for ten minutes, with every error there is, before the prompt or behind it, or whose
 * peer closes each connection: that costs few connections and few lines in the log, and nothing once it is over. Each kind
 * has a modem of its own, all in one JVM and in virtual time.
 */
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+ failed: ")
@ExpectedLog(Said.LINK_CLOSED + "\\+CIPSEND confirmed")
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.NETWORK_STUCK)
class StormTest {

    private static final Duration TROUBLE = Duration.ofMinutes(10);

    /** A message so often, as of a route that reports by the clock. */
    private static final Duration PERIOD = Duration.ofSeconds(7);

    /** The longest pause of a link, and what an attempt takes. */
    private static final Duration BACKOFF = Duration.ofSeconds(75);

    /** The same of the network, which is opened again where the module reports that the network is not open. */
    private static final Duration NETWORKS_BACKOFF = BACKOFF.plusMinutes(5);

    private static final int MOST_CONNECTIONS = 20;
    private static final int MOST_WARNINGS = 20;
    private static final int SOCKET_ERRORS = 12;

    private static final List<String> IP_ERRORS = List.of(
            "Connection time out",
            "Create socket failed",
            "No active client",
            "Network not opened",
            "Connection is not created",
            "Operation not supported",
            "TCP busy",
            "Sending time out",
            "Sending failure for network error",
            "Operation failed");

    private static final ExecutorService SIDE_BY_SIDE = Executors.newFixedThreadPool(4);

    @AfterAll
    static void end() {
        SIDE_BY_SIDE.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> tenMinutesOfTroubleCostFewConnectionsAndLinesAndEndWithIt() {
        Map<String, Consumer<ScriptedModule>> kinds = new LinkedHashMap<>();
        for (int error = 1; error <= SOCKET_ERRORS; error++) {
            refuses(kinds, "+CIPERROR: " + error, "ERROR");
        }
        IP_ERRORS.forEach(words -> refuses(kinds, "+IP ERROR: " + words, "ERROR"));
        refuses(kinds, "+IP ERROR: 18", "ERROR");
        refuses(kinds, "+CME ERROR: 100");
        refuses(kinds, "ERROR");
        refuses(kinds, "ERROR", "ERROR");
        kinds.put("confirmed short", module -> module.confirm(send -> confirmed(send, 3)));
        kinds.put("confirmed as disconnected", module -> module.confirm(send -> confirmed(send, -1)));
        kinds.put(
                "the peer closes at once",
                module -> module.answer(command ->
                        command.startsWith("AT+CIPOPEN=0") ? lines("OK", "+CIPOPEN: 0,0", "+IPCLOSE: 0,1") : null));
        for (int error = 1; error <= SOCKET_ERRORS; error++) {
            String result = "+CIPOPEN: 0," + error;
            kinds.put(
                    "opening fails: " + result,
                    module ->
                            module.answer(command -> command.startsWith("AT+CIPOPEN=0") ? lines("OK", result) : null));
        }
        Map<String, CompletableFuture<Void>> runs = new LinkedHashMap<>();
        kinds.forEach((name, trouble) ->
                runs.put(name, CompletableFuture.runAsync(() -> storm("storm-" + name, trouble), SIDE_BY_SIDE)));
        return runs.entrySet().stream()
                .map(run -> DynamicTest.dynamicTest(run.getKey(), () -> {
                    try {
                        run.getValue().join();
                    } catch (CompletionException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void refuses(Map<String, Consumer<ScriptedModule>> kinds, String... answer) {
        String words = String.join(", ", answer);
        kinds.put(
                "before the prompt: " + words,
                module -> module.answer(command -> command.startsWith("AT+CIPSEND=") ? lines(answer) : null));
        kinds.put("behind the prompt: " + words, module -> module.confirm(send -> lines(answer)));
    }

    private static String confirmed(String send, int bytes) {
        return lines("OK", "+CIPSEND: 0," + send.substring("AT+CIPSEND=0,".length()) + ',' + bytes);
    }

    private static void storm(String name, Consumer<ScriptedModule> trouble) {
        try (CapturedLog log = CapturedLog.of("io.github.sim7028");
                VirtualRig rig = new VirtualRig(profile -> ModemProfile.of(name, profile.line()))) {
            LinkLease link = rig.ready().link(PEER, null);
            assertThat(rig.await(link.send(VirtualRig.outbound("reading")), Duration.ofSeconds(5))
                            .isConfirmed())
                    .isTrue();
            rig.module.clear();
            trouble.accept(rig.module);
            List<CompletableFuture<Receipt>> sent = new ArrayList<>();
            for (Duration past = Duration.ZERO; past.compareTo(TROUBLE) < 0; past = past.plus(PERIOD)) {
                sent.add(link.send(VirtualRig.outbound("reading")));
                rig.pass(PERIOD);
            }
            assertThat(rig.module.count("AT+CIPOPEN=0,")).as("connections").isLessThanOrEqualTo(MOST_CONNECTIONS);
            assertThat(log.messages(Level.WARN))
                    .filteredOn(line -> line.contains('\'' + name + '\''))
                    .as("warnings")
                    .hasSizeLessThanOrEqualTo(MOST_WARNINGS);
            rig.module.answer(command -> null);
            rig.module.confirm(command -> null);
            CompletableFuture<Receipt> after = link.send(VirtualRig.outbound("the first one after it"));
            boolean network = name.contains("Network not opened")
                    || name.contains("CIPERROR: 2,")
                    || name.endsWith("CIPOPEN: 0,2");
            assertThat(rig.await(after, network ? NETWORKS_BACKOFF : BACKOFF).isConfirmed())
                    .isTrue();
            rig.passUntil(() -> sent.stream().allMatch(CompletableFuture::isDone), Duration.ofMinutes(3));
        } catch (Sim7028Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
