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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationExtractor;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.SpanLifecycleManager;
import org.apache.camel.telemetry.Tracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The spans that Camel's tracers make of what the component does. */
@Timeout(60)
class SpansTest {

    private final RouteRig rig = new RouteRig();
    private final List<Recorded> spans = new CopyOnWriteArrayList<>();
    private final TcpPeer peer = TcpPeer.echo();

    @BeforeEach
    void trace() {
        new Recorder().init(rig.context);
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
        peer.close();
    }

    private String uri() {
        return "sim7028:tcp:127.0.0.1:" + peer.port();
    }

    private Map<String, String> closed(String name) {
        await().atMost(RouteRig.SOON).untilAsserted(() -> assertThat(
                        spans.stream().filter(span -> span.closed).map(span -> span.name))
                .contains(name));
        return named(name).filter(span -> span.closed).findFirst().orElseThrow().tags;
    }

    private Stream<Recorded> named(String name) {
        return spans.stream().filter(span -> span.name.equals(name));
    }

    @Test
    void aMessageIsSentAndReceived() throws Exception {
        rig.start(rig.keeping("in", uri() + "?framing=none"));
        rig.sends(uri(), "HELLO");

        assertThat(closed("send tcp 127.0.0.1:" + peer.port()))
                .containsEntry("component", "camel-sim7028")
                .containsEntry("span.kind", "PRODUCER")
                .containsEntry("network.transport", "tcp")
                .containsEntry("sim7028.modem", "default")
                .containsEntry("sim7028.link", "0")
                .containsEntry("sim7028.outcome", "confirmed")
                .containsEntry("sim7028.bytes", "5");
        assertThat(closed("receive tcp 127.0.0.1:" + peer.port()))
                .containsEntry("span.kind", "CONSUMER")
                .containsEntry("sim7028.modem", "default")
                .containsEntry("sim7028.link", "0")
                .containsEntry("sim7028.bytes", "5")
                .doesNotContainKey("sim7028.outcome");
    }

    @Test
    void whatARouteSendsBackToItsOwnEndpointIsSent() throws Exception {
        rig.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri() + "?framing=line&charset=UTF-8")
                        .choice()
                        .when(body().isEqualTo("ONCE"))
                        .setBody(constant("MORE"))
                        .to(uri() + "?framing=line&charset=UTF-8");
            }
        });
        rig.sends(uri() + "?framing=line", "ONCE");

        await().atMost(RouteRig.SOON)
                .until(() -> named("receive tcp 127.0.0.1:" + peer.port()).count() == 2
                        && named("send tcp 127.0.0.1:" + peer.port()).count() == 2);
    }

    @Test
    void aRequestAndAnOperationAreThoseOfAClient() throws Exception {
        rig.start();
        rig.sends(uri() + "?sync=true&framing=line", "WHO");
        rig.operate("signal");

        assertThat(closed("request tcp 127.0.0.1:" + peer.port()))
                .containsEntry("span.kind", "CLIENT")
                .containsEntry("sim7028.modem", "default");
        assertThat(closed("signal modem default")).containsEntry("span.kind", "CLIENT");
    }

    @Test
    void aHeaderThatIsIgnoredNamesNoSpan() throws Exception {
        rig.start();
        rig.template.requestBodyAndHeader(
                "sim7028:modem?operation=signal&ignoreHeaders=true", null, Sim7028Constants.OPERATION, "ussd");
        assertThat(closed("signal modem default")).containsEntry("span.kind", "CLIENT");
    }

    @Test
    @ExpectedLog(Said.LINK_NOT_OPENED)
    void aMessageThatIsNotSentHasItsOutcome() throws Exception {
        rig.start();
        int nobody = FreePort.find();
        rig.send("sim7028:tcp:127.0.0.1:" + nobody, "HELLO");

        assertThat(closed("send tcp 127.0.0.1:" + nobody))
                .containsEntry("sim7028.outcome", "notSent")
                .containsEntry("sim7028.bytes", "0")
                .containsEntry("error", "true");
    }

    @Test
    void thePageNamesTheAttributes() throws Exception {
        rig.start(rig.keeping("in", uri() + "?framing=none"));
        rig.sends(uri(), "HELLO");
        String page = Files.readString(Path.of("../docs/metrics.md"));

        assertThat(closed("send tcp 127.0.0.1:" + peer.port()).keySet())
                .filteredOn(key -> key.startsWith("sim7028.") || key.equals("span.kind"))
                .hasSize(5)
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
    }

    private static final class Recorded implements Span {
        private final String name;
        private final Map<String, String> tags = new ConcurrentHashMap<>();
        private volatile boolean closed;

        Recorded(String name) {
            this.name = name;
        }

        @Override
        public void log(Map<String, String> fields) {
            // not of interest
        }

        @Override
        public void setTag(String key, String value) {
            tags.put(key, value);
        }

        @Override
        public void setComponent(String component) {
            setTag("component", component);
        }

        @Override
        public void setError(boolean isError) {
            setTag("error", String.valueOf(isError));
        }
    }

    /** Camel's tracing, which keeps its spans here. */
    private final class Recorder extends Tracer implements SpanLifecycleManager {

        @Override
        protected void initTracer() {
            setSpanLifecycleManager(this);
        }

        @Override
        public Span create(String name, Span parent, SpanContextPropagationExtractor extractor) {
            Recorded span = new Recorded(name);
            spans.add(span);
            return span;
        }

        @Override
        public void activate(Span span) {
            // there is no thread-local span
        }

        @Override
        public void deactivate(Span span) {
            // there is no thread-local span
        }

        @Override
        public void close(Span span) {
            ((Recorded) span).closed = true;
        }

        @Override
        public void inject(Span span, SpanContextPropagationInjector injector, boolean includeTracing) {
            // nothing travels
        }
    }
}
