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

import io.github.sim7028.line.util.ForeignText;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** Says in words why there is no TLS session, and what to do. */
final class TlsFailure {

    private static final String ALERT = "received fatal alert: ";

    private TlsFailure() {}

    /** @param name what the certificate of the peer has to name */
    static String words(Throwable failure, String name) {
        return "TLS failed: " + reason(failure, name);
    }

    private static String reason(Throwable failure, String name) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String found = ofCertificate(cause, name);
            if (found != null) {
                return found + ": " + ForeignText.messageOf(cause);
            }
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains(ALERT)) {
            return "the peer refused the session with the alert "
                    + ForeignText.quoted(message.substring(message.indexOf(ALERT) + ALERT.length()))
                    + "; check the own certificate, the protocols and the cipher suites in sslContextParameters";
        }
        if (message.contains("unrecognized ssl message") || message.contains("unsupported or unrecognized")) {
            return "the peer does not speak TLS on this port; check the port, or use ssl=false";
        }
        return ForeignText.messageOf(failure);
    }

    private static String ofCertificate(Throwable cause, String name) {
        if (cause instanceof CertificateExpiredException) {
            return "the certificate of the peer has expired; renew it, and check the clock of this machine";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "the certificate of the peer is not valid yet; check the clock of this machine";
        }
        if (cause instanceof CertPathBuilderException) {
            return "the certificate of the peer is not trusted; add its authority to the trust managers of"
                    + " sslContextParameters";
        }
        String message = String.valueOf(cause.getMessage());
        boolean names = message.contains("subject alternative") || message.contains("No name matching");
        return cause instanceof CertificateException && names
                ? "the certificate of the peer does not name " + name
                        + "; use the name in the certificate as host or as sslServerName"
                : null;
    }
}
