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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import java.util.List;

/** What transparent mode allows: one connection, on link 0 or of server 0 (1.3). */
public final class TransparentModeRules {

    /** The only link there is. */
    public static final int LINK = 0;

    private TransparentModeRules() {}

    /** What decides whether two leases mean the same connection: all of it, as one socket has one peer. */
    public static LinkSpec key(LinkSpec spec, String modem) throws Sim7028ConfigurationException {
        if (spec.number() > LINK) {
            throw new Sim7028ConfigurationException("link " + spec.number() + " for " + spec + ": modem '" + modem
                    + "' has accessMode=transparent, in which only link 0 works (1.3); leave the option link out or use"
                    + " accessMode=command");
        }
        if (spec.host() == null) {
            throw new Sim7028ConfigurationException(spec + " has no peer: modem '" + modem
                    + "' has accessMode=transparent, in which a UDP socket leads to one host and port (3.3.3) and the"
                    + " module does not say who sent what; name the peer or use accessMode=command");
        }
        if (spec.tls() != null) {
            throw new Sim7028ConfigurationException("ssl=true for " + spec + ": modem '" + modem
                    + "' has accessMode=transparent, in which the module confirms nothing and notices a lost connection"
                    + " late; use accessMode=command or ssl=false");
        }
        return spec.withNumber(LinkSpec.ANY_NUMBER);
    }

    public static void requireServes(ServerSpec spec, String modem) throws Sim7028ConfigurationException {
        if (spec.index() != 0) {
            throw new Sim7028ConfigurationException("serverIndex=" + spec.index() + " for " + spec + ": modem '" + modem
                    + "' has accessMode=transparent, in which only server 0 works (1.3, 3.4.1); use serverIndex=0 or"
                    + " accessMode=command");
        }
        if (spec.maxClients() > 1) {
            throw new Sim7028ConfigurationException("maxClients=" + spec.maxClients() + " for " + spec + ": modem '"
                    + modem
                    + "' has accessMode=transparent, in which a server has one client at a time (1.3) and others"
                    + " wait; leave maxClients out or use accessMode=command");
        }
    }

    public static void requireAlone(Object wanted, List<?> users, String modem) throws Sim7028ConfigurationException {
        if (!users.isEmpty()) {
            throw new Sim7028ConfigurationException(
                    wanted + " cannot be used beside " + users.get(0) + ": modem '" + modem
                            + "' has accessMode=transparent, in which there is one connection only (1.3); use another modem or"
                            + " accessMode=command");
        }
    }
}
