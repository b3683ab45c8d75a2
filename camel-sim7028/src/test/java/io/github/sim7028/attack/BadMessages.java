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
package io.github.sim7028.attack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Bodies and headers that no author of a route means to send. */
final class BadMessages {

    private BadMessages() {}

    /** A stream without end. */
    static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
    }

    static InputStream zeros(long length) {
        return new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int most) {
                int count = (int) Math.min(left, most);
                left -= count;
                return count == 0 && most > 0 ? -1 : count;
            }
        };
    }

    /** Bodies that throw whatever is done with them. */
    static List<Supplier<Object>> throwing() {
        List<Supplier<Object>> bodies = new ArrayList<>();
        for (String where : List.of("read", "available", "close")) {
            for (int after : List.of(0, 1, 1499, 1500, 5000)) {
                bodies.add(() -> new BadStream(where, after, () -> sneaked(new IllegalStateException(where))));
                bodies.add(() -> new BadStream(where, after, () -> sneaked(new StackOverflowError(where))));
                bodies.add(() -> new BadStream(where, after, () -> sneaked(new IOException(where))));
                bodies.add(() -> new BadStream(where, after, () -> sneaked(new IOException((String) null))));
            }
        }
        bodies.add(() -> new BadText("length"));
        bodies.add(() -> new BadText("toString"));
        bodies.add(BadMessages::unspeakable);
        bodies.add(() -> new File("no such file"));
        bodies.add(() -> new File("."));
        bodies.add(() -> new ByteArrayHolder());
        return bodies;
    }

    /** Bodies too large for any buffer, of every kind that has bytes. */
    static List<Supplier<Object>> huge() {
        return List.of(
                () -> new byte[8 << 20],
                () -> "x".repeat(4 << 20),
                () -> ByteBuffer.allocate(8 << 20),
                () -> new StringBuilder("y".repeat(2 << 20)),
                () -> zeros(16L << 20));
    }

    /** Values of every type a header can have. */
    static List<Object> values() {
        return Arrays.asList(
                "",
                "x",
                "-1",
                "99999999999999999999",
                "\u0661\u0662",
                "a\rAT+CFUN=0\r",
                "\"",
                "x".repeat(1 << 20),
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                Double.NaN,
                BigInteger.TEN.pow(100),
                Boolean.TRUE,
                'c',
                new byte[] {1, 2, 3},
                new byte[1 << 20],
                new int[] {1},
                new Object[] {null},
                List.of(1, 2),
                Set.of("x"),
                Map.of("x", 1),
                Optional.empty(),
                new Date(0),
                Instant.EPOCH,
                UUID.randomUUID(),
                String.class,
                Thread.State.NEW,
                new File("x"),
                new Exception("x"),
                zeros(3),
                Stream.of(1),
                unspeakable());
    }

    private static Object unspeakable() {
        return new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("has no words");
            }
        };
    }

    private static final class ByteArrayHolder {
        @Override
        public String toString() {
            throw new StackOverflowError("toString");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneaked(Throwable failure) throws T {
        throw (T) failure;
    }

    private static final class BadText implements CharSequence {

        private final String where;

        BadText(String where) {
            this.where = where;
        }

        @Override
        public int length() {
            fail("length");
            return 3;
        }

        @Override
        public char charAt(int index) {
            return 'x';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }

        @Override
        public String toString() {
            fail("toString");
            return "xxx";
        }

        private void fail(String at) {
            if (where.equals(at)) {
                throw new IllegalStateException(at);
            }
        }
    }

    private static final class BadStream extends InputStream {

        private final String where;
        private final Runnable failing;
        private int left;

        BadStream(String where, int after, Runnable failing) {
            this.where = where;
            this.failing = failing;
            left = after;
        }

        @Override
        public int read() {
            if (left-- > 0) {
                return 'x';
            }
            fail("read");
            return -1;
        }

        @Override
        public int available() {
            fail("available");
            return 0;
        }

        @Override
        public void close() {
            fail("close");
        }

        private void fail(String at) {
            if (where.equals(at)) {
                failing.run();
            }
        }
    }
}
