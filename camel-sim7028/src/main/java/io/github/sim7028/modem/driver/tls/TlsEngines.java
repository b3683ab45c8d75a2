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

import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.ForeignCodeException;
import io.github.sim7028.modem.settings.TlsSettings;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the engine of each session as the settings say. */
final class TlsEngines {

    /** How a certificate names a host (RFC 2818): an address only as an address. */
    private static final String NAMES = "HTTPS";

    private static final String NO_NAMES = "";

    private TlsEngines() {}

    /** What the certificate of the peer has to name. */
    static String peerName(LinkSpec spec) {
        String given = spec.tls().serverName();
        return given == null ? spec.host() : given;
    }

    /** Sessions are resumed only for the same name and port. */
    static SSLEngine engine(LinkSpec spec) throws ForeignCodeException {
        TlsSettings settings = spec.tls();
        return Fence.call(() -> {
            SSLEngine engine = settings.context().createSSLEngine(peerName(spec), spec.port());
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(settings.verifiesHost() ? NAMES : NO_NAMES);
            engine.setSSLParameters(parameters);
            return engine;
        });
    }
}
