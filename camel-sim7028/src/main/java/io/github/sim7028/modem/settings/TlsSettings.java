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
package io.github.sim7028.modem.settings;

import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * TLS with the peer of a TCP link, end to end through the module, which only carries the records. Two links are the same link only if their TLS
 * settings are equal.
 *
 * @param context      makes the engines; sessions are resumed only between engines of one context
 * @param serverName   the name that the certificate of the peer must have, and that is sent to the peer (SNI); null for the host of the link
 * @param verifiesHost whether the certificate must name the peer (RFC 2818)
 */
public record TlsSettings(SSLContext context, String serverName, boolean verifiesHost) {

    public TlsSettings {
        Objects.requireNonNull(context, "context");
    }

    /** TLS that requires a certificate for the host of the link. */
    public static TlsSettings of(SSLContext context) {
        return new TlsSettings(context, null, true);
    }
}
