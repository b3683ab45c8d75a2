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

    /** The exchange property that tells the destination while a message is being sent, a {@link LinkTarget}. */
    static final String DESTINATION = "CamelSim7028DynamicDestination";

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        return new DynamicAwareEntry(uri, originalUri, endpointProperties(exchange, uri), null);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        if (destination(entry) == null) {
            return null;
        }
        String query = URISupport.extractQuery(entry.getUri());
        return getScheme() + ":udp" + (query == null ? "" : "?" + query);
    }

    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        LinkTarget destination = destination(entry);
        return destination == null ? null : sending -> sending.setProperty(DESTINATION, destination);
    }

    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return sent -> sent.removeProperty(DESTINATION);
    }

    /** The destination the URI names; null where it names none that could be told apart from the endpoint. */
    private static LinkTarget destination(DynamicAwareEntry entry) {
        String path = StringHelper.before(entry.getUri(), "?", entry.getUri());
        try {
            Target target = Target.parse(StringHelper.after(path, ":", ""));
            return target instanceof LinkTarget link && link.isUdp() && link.host() != null ? link : null;
        } catch (IllegalArgumentException e) {
            // the endpoint says what is wrong with it
            return null;
        }
    }
}
