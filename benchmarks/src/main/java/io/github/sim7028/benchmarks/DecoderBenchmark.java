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
package io.github.sim7028.benchmarks;

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.benchmarks.fixture.PayloadPattern;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** How fast the decoder takes what a modem says. Each operation is {@link #BYTES} bytes of the line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DecoderBenchmark {

    /** Of the line, in each operation. */
    public static final int BYTES = 64 * 1024;

    private static final int READ = 4096;

    private byte[] pushes;
    private byte[] reads;
    private byte[] lines;

    /** Makes what is fed. */
    @Setup
    public void prepare() {
        byte[] payload = PayloadPattern.bytes(0, 1500);
        pushes = repeated("\r\nRECV FROM:127.0.0.1:50000\r\n+RECEIVE,0,1500\r\n", payload, "");
        reads = repeated("\r\n+CIPRXGET: 2,0,1500,14884\r\n", payload, "\r\nOK\r\n");
        lines = repeated("\r\n+CEREG: 5\r\n\r\n+CIPSEND: 0,1500,1500\r\n\r\n+CIPRXGET: 1,0\r\n", new byte[0], "");
    }

    /** Pushed data, in the pieces of a reader. */
    @Benchmark
    public void pushes(Blackhole hole) {
        feed(pushes, READ, hole);
    }

    /** Answers to reads of the module's buffer. */
    @Benchmark
    public void bufferedReads(Blackhole hole) {
        feed(reads, READ, hole);
    }

    /** Nothing but unsolicited lines. */
    @Benchmark
    public void urcFlood(Blackhole hole) {
        feed(lines, READ, hole);
    }

    /** The same byte by byte, as a slow line brings it. */
    @Benchmark
    public void urcFloodByteByByte(Blackhole hole) {
        feed(lines, 1, hole);
    }

    /** Pushed data byte by byte. */
    @Benchmark
    public void pushesByteByByte(Blackhole hole) {
        feed(pushes, 1, hole);
    }

    private static void feed(byte[] bytes, int piece, Blackhole hole) {
        AtDecoder decoder = new AtDecoder(new Taker(hole));
        for (int i = 0; i < bytes.length; i += piece) {
            decoder.feed(bytes, i, Math.min(piece, bytes.length - i));
        }
    }

    private static byte[] repeated(String head, byte[] body, String tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < BYTES) {
            out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            out.writeBytes(tail.getBytes(StandardCharsets.ISO_8859_1));
        }
        return Arrays.copyOf(out.toByteArray(), BYTES);
    }

    private record Taker(Blackhole hole) implements AtDecoder.Sink {

        @Override
        public int bodyLength(String line) {
            return line.startsWith("+RECEIVE") || line.startsWith("+CIPRXGET: 2") ? 1500 : AtDecoder.NO_BODY;
        }

        @Override
        public void line(String line) {
            hole.consume(line);
        }

        @Override
        public void body(String header, byte[] bytes) {
            hole.consume(bytes);
        }

        @Override
        public boolean awaitsPrompt() {
            return false;
        }

        @Override
        public void prompt() {
            hole.consume(true);
        }

        @Override
        public void noise(int bytes) {
            hole.consume(bytes);
        }
    }
}
