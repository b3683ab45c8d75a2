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

import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemState;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

/** The list of a node with a thousand modems. */
class ModemViewTest {

    private static final int MANY = 1000;

    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, Modem> modems = new LinkedHashMap<>();

    /** A modem that tells its state; all else fails. */
    private Modem modem(int number) {
        boolean ready = number % 100 != 0;
        ModemSnapshot snapshot = new ModemSnapshot(
                String.format("m%04d", number),
                "socket://10.1.2.3:" + number,
                ready ? ModemState.READY : ModemState.WAITING,
                ready ? "" : "the connection is refused",
                Instant.EPOCH,
                null,
                ready ? null : Instant.EPOCH,
                null,
                null,
                null,
                "",
                List.of(),
                new Counters.Builder().build(),
                null);
        return (Modem) Proxy.newProxyInstance(
                Modem.class.getClassLoader(), new Class<?>[] {Modem.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("snapshot")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    asked.incrementAndGet();
                    return snapshot;
                });
    }

    private Map<String, Object> list(ModemView view, String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : query.split("&")) {
            parameters.put(each.replaceAll("=.*", ""), each.replaceAll(".*=", ""));
        }
        return view.list(new ConsoleRequest("GET", "/api/modems", parameters::get, name -> null, "127.0.0.1"));
    }

    @Test
    void isShownInPartsWithTheOnesThatAreDownFirst() {
        for (int i = 0; i < MANY; i++) {
            Modem each = modem(i);
            modems.put("m" + i, each);
        }
        ModemView view = new ModemView(() -> modems);
        Map<String, Object> first = list(view, "size=5000");
        assertThat(first).containsEntry("total", MANY).containsEntry("up", 990).containsEntry("pages", 5);
        assertThat((Collection<?>) first.get("modems")).hasSize(ModemView.LARGEST_PAGE);
        // no answer grows with the number of modems
        assertThat(Jsoner.serialize(first)).hasSizeLessThan(ModemView.LARGEST_PAGE * 500);
        assertThat(first.get("modems").toString()).startsWith("[{modem=m0000, ").contains("modem=m0900, ");
        assertThat(list(view, "filter=refused")).containsEntry("matching", 10);
        assertThat(list(view, "filter=:777")).containsEntry("matching", 1);
    }

    @Test
    void costsAsMuchForManyViewersAsForOne() {
        modems.put("m1", modem(1));
        ModemView view = new ModemView(() -> modems);
        long began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            list(view, "page=0");
        }
        long halfSeconds = (System.nanoTime() - began) / 500_000_000 + 1;
        assertThat(asked.get()).isLessThanOrEqualTo((int) halfSeconds);
    }
}
