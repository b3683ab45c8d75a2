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

import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.net.Internet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** {@code CDNSGIP} (2.1.17): the address of a name. */
final class DnsLookup extends Command {

    private static final int LONGEST = 254;
    private static final int NOT_FOUND = 10;
    private static final Pattern NAME =
            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,62}(\\.[a-zA-Z0-9][a-zA-Z0-9-]{0,62})*");

    DnsLookup() {
        super("+CDNSGIP");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        String host = given.text(0);
        boolean wellFormed = given.quoted(0)
                && host.length() <= LONGEST
                && NAME.matcher(host).matches();
        if (!wellFormed || given.count() > 1 || !modem.network().works()) {
            return Outcome.ERROR;
        }
        modem.sleep().traffic();
        Consumer<Outcome> later = modem.later();
        modem.networkHost().internet().resolve(host, modem.network().ipv6(), address -> {
            if (address == null) {
                modem.answer("+CDNSGIP: 0," + NOT_FOUND);
                later.accept(Outcome.ERROR);
            } else {
                modem.answer("+CDNSGIP: 1,\"" + host + "\",\"" + Internet.text(address) + '"');
                later.accept(Outcome.OK);
            }
        });
        return Outcome.LATER;
    }
}
