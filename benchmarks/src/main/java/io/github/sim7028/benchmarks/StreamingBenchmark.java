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

import io.github.sim7028.benchmarks.fixture.ChildJvm;
import io.github.sim7028.benchmarks.fixture.Meter;
import io.github.sim7028.benchmarks.fixture.PayloadPattern;
import io.github.sim7028.benchmarks.fixture.TcpPeer;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.simulator.VirtualModem;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A body far bigger than the heap, up from a file and down in frames. */
final class StreamingBenchmark {

    /** Bytes of a frame, without its length. */
    static final int FRAME = 60_000;

    private static final String HEAP = "-Xmx64m";

    private final RunSize scope;

    StreamingBenchmark(RunSize scope) {
        this.scope = scope;
    }

    void run(Results results) {
        results.measure("streaming up", this::up);
        results.measure("streaming down", this::down);
    }

    private void up(Results results) throws Exception {
        Path file = Files.createTempFile("sim7028-", ".bin");
        Meter meter = new Meter(scope.streaming() / 10, scope.streaming());
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                VirtualModem modem = VirtualModem.builder().start()) {
            write(file);
            try (ChildJvm child = child(modem, far, "up", file.toString())) {
                child.await("STREAMED", 300);
                double speed = meter.perSecond(10) / 1e6;
                report("streaming, a file up with " + HEAP, meter.count(), speed, results);
            }
        } finally {
            Files.delete(file);
        }
    }

    private void write(Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long position = 0; position < scope.streaming(); position += FRAME) {
                out.write(PayloadPattern.bytes(position, (int) Math.min(FRAME, scope.streaming() - position)));
            }
        }
    }

    private void down(Results results) throws Exception {
        long frames = scope.streaming() / FRAME + 1;
        Meter broken = new Meter();
        try (TcpPeer far = new TcpPeer().sendFrames(FRAME, frames, broken);
                VirtualModem modem = VirtualModem.builder().start();
                ChildJvm child = child(modem, far, "down", String.valueOf(frames * FRAME))) {
            String[] found = child.await("STREAMED", 300).split(" ");
            report(
                    "streaming, frames down with " + HEAP,
                    Math.min(scope.streaming(), Long.parseLong(found[0])),
                    Double.parseDouble(found[1]) / 1e6,
                    results);
        }
    }

    private void report(String name, long bytes, double speed, Results results) {
        results.add(Result.rate(
                name, bytes / 1e6, scope.streaming() / 1e6, "MB", 1.0, Result.shown(speed) + " MB/s, bytes verified"));
    }

    private static ChildJvm child(VirtualModem modem, TcpPeer far, String way, String what) throws Exception {
        return new ChildJvm(
                StreamingGateway.class,
                ChildJvm.gateway(HEAP),
                List.of(way, String.valueOf(modem.listen().getPort()), String.valueOf(far.port()), what));
    }
}
