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
package io.github.sim7028.modem.driver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.Said;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A bean that opens lines may throw what it likes: that line has failed, and the modem tries again. */
class FencedLinesTest {

    @Test
    @ExpectedLog(Said.MODEM_DOWN + ".*a driver is missing")
    void aModemComesUpWhateverItsLinesThrowAtFirst() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (VirtualRig rig = new VirtualRig()) {
            LineFactory module = rig.profile.line();
            rig.profile = ModemProfile.of("virtual", new FencedLines(() -> switch (opened.incrementAndGet()) {
                case 1 -> throw new NoClassDefFoundError("a driver is missing");
                case 2 -> null;
                case 3 -> new Broken(module.open());
                default -> module.open();
            }));
            ModemLease lease = rig.lease();
            rig.passUntil(() -> lease.modem().status().state() == ModemState.READY, Duration.ofMinutes(5));
        }
        assertThat(opened).hasValueGreaterThanOrEqualTo(4);
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN + ".*no native code for this machine")
    void anErrorOfALineOfOurOwnIsAFailureLikeOthers() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (VirtualRig rig = new VirtualRig()) {
            LineFactory module = rig.profile.line();
            rig.profile = ModemProfile.of("virtual", () -> {
                if (opened.incrementAndGet() == 1) {
                    throw new UnsatisfiedLinkError("no native code for this machine");
                }
                return module.open();
            });
            ModemLease lease = rig.lease();
            assertThat(lease.modem().status().reason()).contains("no native code for this machine");
            rig.passUntil(() -> lease.modem().status().state() == ModemState.READY, Duration.ofMinutes(2));
        }
    }

    @Test
    void whatItSaysOfItselfIsAskedOnceAndMayFail() {
        LineFactory silent = new LineFactory() {
            @Override
            public Line open() throws LineException {
                throw new LineException("unplugged");
            }

            @Override
            public Set<String> identities() {
                throw new IllegalStateException("not now");
            }

            @Override
            public boolean virtualThreads() {
                throw new StackOverflowError();
            }

            @Override
            public String toString() {
                return null;
            }
        };
        FencedLines lines = new FencedLines(silent);

        assertThat(lines).hasToString(silent.getClass().getName());
        assertThat(lines.identities()).containsExactly(lines.toString());
        assertThat(lines.virtualThreads()).isFalse();
        assertThat(lines).isEqualTo(new FencedLines(silent)).hasSameHashCodeAs(new FencedLines(silent));
        assertThatThrownBy(lines::open).isInstanceOf(LineException.class).hasMessage("unplugged");
    }

    /** A line that fails with an Error when it is written to. */
    private record Broken(Line line) implements Line {

        @Override
        public int read(byte[] buffer) throws java.io.IOException {
            return line.read(buffer);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            throw new NoSuchMethodError("of the driver");
        }

        @Override
        public void close() {
            line.close();
            throw new IllegalStateException("closed twice");
        }
    }
}
