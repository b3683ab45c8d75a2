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
package io.github.sim7028.simulator.command;

import io.github.sim7028.simulator.at.AtSyntaxException;
import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.net.Internet;
import java.net.InetAddress;

/** {@code CDNSCFG} (2.1.20): the name servers. They are kept and shown; names are looked up by this host. */
final class DnsServers extends Command {

    private static final int IPV6_BYTES = 16;

    DnsServers() {
        super("+CDNSCFG");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CDNSCFG: (\"Primary DNS\"),(\"Secondary DNS\"),type");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        String[] dns = modem.settings().dns;
        modem.answer("Primary IPv4 DNS: " + dns[0] + ",Secondary IPv4 DNS: " + dns[1]);
        modem.answer("Primary IPv6 DNS: " + dns[2] + ",Secondary IPv6 DNS: " + dns[3]);
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int family = given.number(2, 0, 1, 0);
        if (given.count() > 3 || !fits(given.text(0), family)) {
            return Outcome.ERROR;
        }
        if (given.given(1) && !fits(given.text(1), family)) {
            return Outcome.ERROR;
        }
        modem.settings().dns[2 * family] = given.text(0);
        if (given.given(1)) {
            modem.settings().dns[2 * family + 1] = given.text(1);
        }
        return Outcome.OK;
    }

    private static boolean fits(String text, int family) {
        InetAddress address = Internet.literal(text);
        return address != null && (address.getAddress().length == IPV6_BYTES) == (family == 1);
    }
}
