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
package io.github.sim7028.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DialogueLogTest {

    private final AtomicLong nanos = new AtomicLong();
    private final DialogueLog log = new DialogueLog("tried", nanos::get);

    private List<String> texts(long after) {
        return log.readAfter(after).stream()
                .map(entry -> (entry.toModule() ? "> " : "< ") + entry.text())
                .toList();
    }

    @Test
    void keepsNothingBeforeSomebodyReads() {
        log.said("AT");
        log.heard("OK");
        assertThat(texts(0)).isEmpty();
        log.said("AT+CSQ");
        assertThat(texts(0)).containsExactly("> AT+CSQ");
    }

    @Test
    void showsPayloadByItsLengthOnly() {
        log.readAfter(0);
        log.saidPayload("secret".getBytes());
        log.heardPayload("+IPD6", "answer".getBytes());
        assertThat(texts(0)).containsExactly("> 6 bytes", "< +IPD6 (6 bytes follow)");
    }

    @Test
    void showsLaterEntriesOnly() {
        log.readAfter(0);
        log.said("AT+CSQ");
        long last = log.readAfter(0).get(0).number();
        assertThat(log.readAfter(last)).isEmpty();
        log.heard("OK");
        assertThat(texts(last)).containsExactly("< OK");
    }

    @Test
    void keepsTheLatestEntriesAndCutsLongOnes() {
        log.readAfter(0);
        for (int i = 0; i < DialogueLog.KEPT + 50; i++) {
            log.heard("line " + i + "x".repeat(5000));
        }
        List<String> kept = texts(0);
        assertThat(kept).hasSize(DialogueLog.KEPT).allSatisfy(text -> assertThat(text)
                .hasSizeLessThan(310));
        assertThat(kept.get(0)).startsWith("< line 50x").endsWith("…");
    }

    @Test
    void escapesWhatCouldBeTakenForAnotherLine() {
        log.readAfter(0);
        log.heard("one\u0007\u202etwo");
        assertThat(texts(0).get(0)).doesNotContain("\u0007").doesNotContain("\u202e");
    }

    @Test
    void forgetsAllWhenNobodyHasReadForAWhile() {
        log.readAfter(0);
        log.said("AT+CSQ");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(DialogueLog.WATCH_SECONDS) + 1);
        log.heard("OK");
        assertThat(log.wanted()).isFalse();
        assertThat(texts(0)).isEmpty();
        log.said("AT");
        assertThat(texts(0)).containsExactly("> AT");
    }
}
