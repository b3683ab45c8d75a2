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
package io.github.sim7028.compatibility.rows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationExtractor;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.SpanLifecycleManager;
import org.apache.camel.telemetry.Tracer;

/** Camel's tracing, which keeps its spans here. */
final class RecordedSpans extends Tracer implements SpanLifecycleManager, Function<String, Map<String, String>> {

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

    private final List<Recorded> spans = new CopyOnWriteArrayList<>();

    /** Its type is none of Camel's, as rows are looked at where there is no camel-telemetry. */
    static Function<String, Map<String, String>> of(CamelContext context) {
        RecordedSpans spans = new RecordedSpans();
        spans.init(context);
        return spans;
    }

    /** What the first closed span of this name tells; nothing, if there is none. */
    @Override
    public Map<String, String> apply(String name) {
        return spans.stream()
                .filter(span -> span.closed && span.name.equals(name))
                .findFirst()
                .map(span -> span.tags)
                .orElse(Map.of());
    }

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

    /** That of Camel 4.14. */
    public void inject(Span span, SpanContextPropagationInjector injector) {
        // nothing travels
    }

    @Override
    public void inject(Span span, SpanContextPropagationInjector injector, boolean includeTracing) {
        // nothing travels
    }
}
