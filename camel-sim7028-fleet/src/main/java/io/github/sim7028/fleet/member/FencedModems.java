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
package io.github.sim7028.fleet.member;

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Keeps what fails with one modem from the others, and from the threads of this node. */
final class FencedModems {

    private static final Logger LOG = LoggerFactory.getLogger(FencedModems.class);

    private final Modems modems;
    private final LogThrottle throttle = new LogThrottle();
    /** What failed last, by modem. */
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();

    FencedModems(Modems modems) {
        this.modems = modems;
    }

    /** @return whether the modem is here */
    boolean gained(String modem, Ownership ownership) {
        return Boolean.TRUE.equals(fenced(modem, "could not be taken", () -> {
            modems.gained(modem, ownership);
            return true;
        }));
    }

    /** Completes when nothing of the modem is left; exceptionally if that is not known. */
    CompletableFuture<Void> handOver(String modem) {
        CompletableFuture<Void> end = fenced(modem, "could not be handed over", () -> modems.handOver(modem));
        return end == null
                ? CompletableFuture.failedFuture(new IllegalStateException("the hand-over of the modem failed"))
                : end;
    }

    void cut(String modem) {
        fenced(modem, "could not be closed", () -> {
            modems.cut(modem);
            return true;
        });
    }

    /** The modem is no longer wanted here. */
    void forget(String modem) {
        failures.remove(modem);
    }

    /** Which modems could not be taken or given back; null if none. */
    String trouble() {
        // a copy: another thread may remove the last one in between
        for (String failure : failures.values()) {
            int others = failures.size() - 1;
            return others < 1 ? failure : failure + " (and " + others + " more)";
        }
        return null;
    }

    private <T> T fenced(String modem, String what, Callable<T> step) {
        try {
            T result = step.call();
            failures.remove(modem);
            return result;
        } catch (Throwable e) {
            String failure = "the modem " + ForeignText.quoted(modem) + " " + what + ": " + ForeignText.messageOf(e);
            failures.put(modem, failure);
            throttle.log(LOG, Level.WARN, "{}", failure);
            LOG.debug("{}", failure, e);
            return null;
        }
    }
}
