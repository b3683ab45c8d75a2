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
package io.github.sim7028.modem.report;

import java.util.List;

/**
 * The PDP contexts of the module (AT+CGDCONT?, AT+CGACT?, AT+CGPADDR), by number.
 *
 * @param contexts empty if no context is defined
 */
public record ContextsReport(List<PdpContext> contexts) implements AsMap {

    public ContextsReport {
        contexts = List.copyOf(contexts);
    }

    /**
     * A PDP context. A value that the module does not report is null.
     *
     * @param cid       the number of the context
     * @param type      {@code IP}, {@code IPV6} or {@code IPV4V6}
     * @param apn       the access point name, empty if none is set
     * @param active    whether the context is active
     * @param addresses the module's own addresses in the context, empty if there are none
     */
    public record PdpContext(int cid, String type, String apn, Boolean active, List<String> addresses)
            implements AsMap {

        public PdpContext {
            addresses = List.copyOf(addresses);
        }
    }
}
