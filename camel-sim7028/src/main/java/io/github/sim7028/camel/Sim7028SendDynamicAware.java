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

import io.github.sim7028.camel.message.OutboundMapper;
import io.github.sim7028.camel.uri.LinkTarget;
import io.github.sim7028.camel.uri.SplitUri;
import io.github.sim7028.camel.uri.Target;
import io.github.sim7028.camel.uri.TargetParser;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.component.SendDynamicAwareSupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * Lets dynamic UDP destinations share one endpoint: {@code toD("sim7028:udp:${header.host}:5000")} sends by
 * {@code sim7028:udp}, which is told the destination of each message.
 */
@SendDynamic("sim7028")
public class Sim7028SendDynamicAware extends SendDynamicAwareSupport {

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        return new DynamicAwareEntry(uri, originalUri, endpointProperties(exchange, uri), null);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) throws Exception {
        Shared shared = shared(entry);
        return shared == null ? null : shared.uri;
    }

    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) throws Exception {
        Shared shared = shared(entry);
        return shared == null ? null : sending -> sending.setProperty(OutboundMapper.DESTINATION, shared.destination);
    }

    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return sent -> sent.removeProperty(OutboundMapper.DESTINATION);
    }

    /** An endpoint for all destinations, and the one that a URI names. */
    private record Shared(String uri, LinkTarget destination) {}

    /** Null where the URI names no destination that could be told apart from the endpoint. */
    private Shared shared(DynamicAwareEntry entry) throws Exception {
        String path = StringHelper.before(entry.getUri(), "?", entry.getUri());
        String query = URISupport.extractQuery(entry.getUri());
        Map<String, Object> parameters =
                query == null ? new LinkedHashMap<>() : new LinkedHashMap<>(URISupport.parseQuery(query, true));
        int given = parameters.size();
        try {
            Target target = TargetParser.parse(SplitUri.join(StringHelper.after(path, ":", ""), parameters));
            if (!(target instanceof LinkTarget link && link.isUdp() && link.host() != null)) {
                return null;
            }
            String left = given == parameters.size() ? query : URISupport.createQueryString(parameters);
            return new Shared(getScheme() + ":udp" + (left == null || left.isEmpty() ? "" : "?" + left), link);
        } catch (IllegalArgumentException e) {
            // the endpoint says what is wrong with it
            return null;
        }
    }
}
