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

import io.github.sim7028.benchmarks.fixture.Meter;
import io.github.sim7028.benchmarks.fixture.PayloadPattern;
import io.github.sim7028.benchmarks.fixture.RouteRig;
import io.github.sim7028.benchmarks.fixture.Routes;
import io.github.sim7028.benchmarks.fixture.TcpPeer;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.simulator.VirtualModem;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;

/** One send after the other, once by the driver's own interface and once through a route: the difference is Camel's. */
final class CamelOverhead {

    private static final int SIZE = 100;

    private final RunSize scope;

    CamelOverhead(RunSize scope) {
        this.scope = scope;
    }

    void run(Results results) throws Exception {
        double direct = direct();
        results.add(Result.cost(
                "one send, through a route",
                route(),
                direct,
                "us",
                null,
                "the limit is the driver called directly; median of sends one after the other"));
    }

    private double route() throws Exception {
        Meter meter = new Meter();
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                RouteRig rig = RouteRig.overSocket().start(Routes.up("direct:up", far, ""));
                ProducerTemplate template = rig.camel().createProducerTemplate()) {
            return median(message -> template.sendBody("direct:up", message));
        }
    }

    private double direct() throws Exception {
        Meter meter = new Meter();
        ExecutorService workers = Executors.newCachedThreadPool();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (TcpPeer far = new TcpPeer().verifyInto(meter);
                VirtualModem modem = VirtualModem.builder().start()) {
            String device = "socket://127.0.0.1:" + modem.listen().getPort();
            ModemRegistry registry =
                    new ModemRegistry(new ModemRuntime(new ModemRuntime.Threads(workers, Thread::new), timer));
            ModemLease lease = registry.lease(ModemProfile.of("direct", Lines.of(device, SerialSettings.DEFAULT)));
            LinkLease link = lease.link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            double median = median(
                    message -> link.send(new Outbound(Payload.of(message), null, 0, Duration.ofSeconds(30), true))
                            .get(30, TimeUnit.SECONDS));
            link.release().get(10, TimeUnit.SECONDS);
            lease.release().get(10, TimeUnit.SECONDS);
            return median;
        } finally {
            workers.shutdownNow();
            timer.shutdownNow();
        }
    }

    private double median(Send send) throws Exception {
        int count = (int) (scope.volume() / 2000);
        long[] nanos = new long[count];
        for (int i = -count; i < count; i++) {
            byte[] message = PayloadPattern.bytes((long) (i + count) * SIZE, SIZE);
            long began = System.nanoTime();
            send.send(message);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(nanos);
        return nanos[count / 2] / 1e3;
    }

    @FunctionalInterface
    private interface Send {
        void send(byte[] message) throws Exception;
    }
}
