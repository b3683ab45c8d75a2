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
package io.github.sim7028.modem.driver.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The option {@code coalesce}. */
class CoalesceTest {

    /** What goes out of messages that wait for the link. */
    private static List<String> payloads(LinkSpec to, boolean coalesce) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(to, null);
            rig.module.answer(command -> {
                if (!command.startsWith("AT+CIPOPEN=0,")) {
                    return null;
                }
                rig.module.sayAfter(Duration.ofSeconds(1), rig.module.usual(command));
                return ScriptedModule.SILENCE;
            });
            List<CompletableFuture<Receipt>> all = new ArrayList<>();
            for (String text : List.of("one,", "two,", "three")) {
                Payload payload = Payload.of(text.getBytes(StandardCharsets.US_ASCII));
                all.add(link.send(new Outbound(payload, null, 0, Duration.ofMinutes(2), coalesce)));
            }
            for (CompletableFuture<Receipt> each : all) {
                assertThat(rig.await(each, Duration.ofSeconds(10)).isConfirmed())
                        .isTrue();
            }
            return List.copyOf(rig.module.payloads());
        }
    }

    @Test
    void messagesOfAStreamLeaveTogether() throws Exception {
        assertThat(payloads(VirtualRig.PEER, true)).containsExactly("one,two,three");
    }

    @Test
    void withoutEachMessageHasACommandOfItsOwn() throws Exception {
        assertThat(payloads(VirtualRig.PEER, false)).containsExactly("one,", "two,", "three");
    }

    @Test
    void datagramsNeverLeaveTogether() throws Exception {
        assertThat(payloads(LinkSpec.udp("10.0.0.9", 1000), true)).containsExactly("one,", "two,", "three");
    }
}
