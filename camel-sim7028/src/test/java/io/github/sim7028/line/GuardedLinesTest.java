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
package io.github.sim7028.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Nothing goes over a line that the guard forbids. */
class GuardedLinesTest {

    private static final byte[] AT = "AT\r".getBytes(StandardCharsets.US_ASCII);

    private final List<String> happened = new ArrayList<>();
    private BooleanSupplier permission = () -> true;

    private final Line wired = new Line() {
        @Override
        public int read(byte[] buffer) {
            return 1;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            happened.add("wrote " + new String(bytes, offset, length, StandardCharsets.US_ASCII).strip());
        }

        @Override
        public boolean setDtr(boolean on) {
            return happened.add("dtr " + on);
        }

        @Override
        public boolean writeAt(int bitRate, byte[] bytes) {
            return happened.add("wrote at " + bitRate);
        }

        @Override
        public void close() {
            happened.add("closed");
        }
    };

    private final LineGuard guard = new LineGuard() {
        @Override
        public boolean mayTalk() {
            return permission.getAsBoolean();
        }

        @Override
        public String why() {
            return "another node owns it";
        }
    };

    private final LineFactory lines = new GuardedLines(
            new LineFactory() {
                @Override
                public Line open() {
                    happened.add("connected");
                    return wired;
                }

                @Override
                public String toString() {
                    return "socket://10.0.0.1:4000";
                }
            },
            guard);

    @Test
    void whatIsAllowedGoesThrough() throws Exception {
        Line line = lines.open();
        line.write(AT, 0, AT.length);
        assertThat(line.setDtr(false)).isTrue();
        assertThat(line.writeAt(9600, AT)).isTrue();
        assertThat(line.read(new byte[1])).isEqualTo(1);
        line.close();
        assertThat(happened).containsExactly("connected", "wrote AT", "dtr false", "wrote at 9600", "closed");
    }

    @Test
    void withoutPermissionNothingIsConnected() {
        permission = () -> false;
        assertThatThrownBy(lines::open)
                .isInstanceOf(LineException.class)
                .hasMessage("socket://10.0.0.1:4000 may not be used now: another node owns it");
        assertThat(happened).isEmpty();
    }

    @Test
    void permissionThatIsLostWhileConnectingClosesTheLine() {
        permission = () -> happened.isEmpty();
        assertThatThrownBy(lines::open).hasMessageContaining("another node owns it");
        assertThat(happened).containsExactly("connected", "closed");
    }

    @Test
    void aForbiddenWriteDoesNotBegin() throws Exception {
        Line line = lines.open();
        permission = () -> false;
        assertThatThrownBy(() -> line.write(AT, 0, AT.length))
                .isInstanceOf(Line.NotWrittenException.class)
                .hasMessage("socket://10.0.0.1:4000 may not be used now: another node owns it");
        assertThatThrownBy(() -> line.setDtr(false)).isInstanceOf(Line.NotWrittenException.class);
        assertThatThrownBy(() -> line.writeAt(9600, AT)).isInstanceOf(Line.NotWrittenException.class);
        assertThat(happened).containsExactly("connected");
    }

    @Test
    void aGuardThatThrowsHasSaidNo() throws Exception {
        Line line = lines.open();
        permission = () -> {
            throw new IllegalStateException("no lease yet");
        };
        assertThatThrownBy(() -> line.write(AT, 0, AT.length))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("the line guard failed: java.lang.IllegalStateException: no lease yet");
        permission = () -> {
            throw new StackOverflowError();
        };
        assertThatThrownBy(lines::open).isInstanceOf(LineException.class);
        assertThat(happened).containsExactly("connected");
    }

    @Test
    void nothingThatALineCanDoIsLeftToItsDefault() throws Exception {
        assertThat(methods(lines.open().getClass())).containsAll(methods(Line.class));
        assertThat(methods(GuardedLines.class)).containsAll(methods(LineFactory.class));
    }

    private static List<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .toList();
    }
}
