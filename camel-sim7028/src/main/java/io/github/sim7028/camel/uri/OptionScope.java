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
package io.github.sim7028.camel.uri;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which endpoint options mean something with which kind of URI: one that means nothing is a mistake, so it is refused. */
public final class OptionScope {

    private static final List<String> LINKS = List.of(LinkTarget.TCP, LinkTarget.UDP);
    private static final List<String> STREAMS = List.of(LinkTarget.TCP, ServerTarget.KIND);
    private static final List<String> DATA = List.of(LinkTarget.TCP, LinkTarget.UDP, ServerTarget.KIND);
    private static final List<String> SERVER = List.of(ServerTarget.KIND);
    private static final List<String> MODEM = List.of(ModemTarget.KIND);

    private static final Map<String, List<String>> SCOPES = scopes();

    private OptionScope() {}

    private static Map<String, List<String>> scopes() {
        Map<String, List<String>> scopes = new HashMap<>();
        put(scopes, SERVER, "serverIndex", "backlog", "allowedClients", "maxClients");
        put(scopes, MODEM, "operation", "events");
        put(scopes, List.of(LinkTarget.UDP), "maxDatagramSize");
        put(scopes, STREAMS, "coalesce");
        put(scopes, List.of(LinkTarget.TCP), "ssl", "sslContextParameters", "sslServerName", "sslHostnameVerification");
        put(scopes, LINKS, "localPort", "disconnect", "requestTimeout");
        put(scopes, List.of(LinkTarget.TCP, LinkTarget.UDP, ModemTarget.KIND), "link");
        put(
                scopes,
                DATA,
                "framing",
                "delimiter",
                "lengthFieldLength",
                "maxFrameSize",
                "emptyFrames",
                "charset",
                "unmappable",
                "delimiterInBody",
                "sync",
                "queueSize",
                "overflow",
                "receiveMode");
        return scopes;
    }

    private static void put(Map<String, List<String>> scopes, List<String> kinds, String... options) {
        for (String option : options) {
            scopes.put(option.toLowerCase(Locale.ROOT), kinds);
        }
    }

    /**
     * Refuses options that mean nothing with the target.
     *
     * @throws IllegalArgumentException naming the option and where it belongs
     */
    public static void require(Target target, Iterable<String> given) {
        for (String option : given) {
            List<String> kinds = SCOPES.get(option.replace("-", "").toLowerCase(Locale.ROOT));
            if (kinds != null && !kinds.contains(target.kind())) {
                throw new IllegalArgumentException("Option " + option + " is not supported by sim7028:" + target.kind()
                        + "; it is supported by sim7028:" + String.join(", sim7028:", kinds));
            }
        }
    }
}
