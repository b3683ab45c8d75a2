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
package io.github.sim7028.modem.driver.tls;

import io.github.sim7028.kit.Authority;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.TlsSettings;
import io.github.sim7028.simulator.VirtualModemBuilder;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** A virtual modem with links over which TLS goes to real servers. */
final class TlsRig implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    static final Authority AUTHORITY = new Authority("the authority");
    static final SSLContext SERVER = server(HOST, "localhost");
    static final SSLContext CLIENT = client(AUTHORITY);

    final ModemRig modem;
    final SecureLinks links;
    private final ModemLease lease;

    TlsRig() throws Sim7028Exception {
        this(UnaryOperator.identity(), UnaryOperator.identity());
    }

    TlsRig(UnaryOperator<VirtualModemBuilder> simulator, UnaryOperator<ModemProfile> change) throws Sim7028Exception {
        modem = new ModemRig(simulator, change);
        lease = modem.lease();
        links = new SecureLinks(SecureLinks.Context.of(lease, modem.profile, modem.runtime()));
        ModemRig.awaitState(lease.modem(), ModemState.READY);
    }

    static SSLContext server(String... names) {
        try {
            return Authority.context(AUTHORITY.issue(names));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static SSLContext client(Authority... trusted) {
        try {
            return Authority.context(null, trusted);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static LinkSpec spec(int port) {
        return spec(port, TlsSettings.of(CLIENT));
    }

    static LinkSpec spec(int port, TlsSettings settings) {
        return LinkSpec.tcp(HOST, port).withTls(settings);
    }

    LinkLease link(int port, LinkReceiver receiver) throws Sim7028Exception {
        return links.lease(spec(port), receiver);
    }

    Modem driver() {
        return lease.modem();
    }

    /** How many connections the module has opened. */
    long opened() {
        return modem.virtual.commands().stream()
                .filter(command -> command.startsWith("AT+CIPOPEN=") && command.contains("\"TCP\""))
                .count();
    }

    @Override
    public void close() {
        modem.close();
    }
}
