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
package io.github.sim7028.kit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of the tests: issues certificates as X.509 has them, so that none is kept that could expire. */
public final class Authority {

    public static final char[] PASSWORD = "changeit".toCharArray();

    private static final byte[] ECDSA_WITH_SHA256 = oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02);

    /** A key and its certificates, the own one first. */
    public record Identity(PrivateKey key, X509Certificate... chain) {

        public KeyStore store() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, PASSWORD, chain);
            return store;
        }
    }

    private final KeyPair keys;
    private final String name;
    private final X509Certificate certificate;

    public Authority(String name) {
        this.name = name;
        try {
            keys = newKeys();
            certificate = sign(
                    name,
                    keys,
                    Instant.now().minus(Duration.ofDays(1)),
                    Duration.ofDays(30),
                    extension(new int[] {0x55, 0x1D, 0x13}, sequence(new byte[] {0x01, 0x01, (byte) 0xFF})));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate that is valid now. */
    public Identity issue(String... names) throws Exception {
        return issue(Instant.now().minus(Duration.ofDays(1)), names);
    }

    public Identity issueExpired(String... names) throws Exception {
        return issue(Instant.now().minus(Duration.ofDays(40)), names);
    }

    private Identity issue(Instant from, String... names) throws Exception {
        KeyPair own = newKeys();
        byte[] alternatives = {};
        for (String each : names) {
            alternatives = joined(
                    alternatives,
                    each.matches("[0-9.]+")
                            ? der(0x87, InetAddress.getByName(each).getAddress())
                            : der(0x82, each.getBytes(StandardCharsets.US_ASCII)));
        }
        X509Certificate issued = sign(
                "leaf",
                own,
                from,
                Duration.ofDays(30),
                extension(new int[] {0x55, 0x1D, 0x11}, sequence(alternatives)));
        return new Identity(own.getPrivate(), issued, certificate);
    }

    /** What has this identity, and trusts those authorities; either may be missing. */
    public static SSLContext context(Identity own, Authority... trusted) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : keyManagers(own), trustManagers(trusted), null);
        return context;
    }

    private static KeyManager[] keyManagers(Identity own) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own.store(), PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(Authority... trusted) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trustStore(trusted));
        return factory.getTrustManagers();
    }

    public static KeyStore trustStore(Authority... trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Authority authority : trusted) {
            store.setCertificateEntry(authority.name, authority.certificate);
        }
        return store;
    }

    // ---- X.509

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private X509Certificate sign(String subject, KeyPair own, Instant from, Duration valid, byte[] extension)
            throws Exception {
        byte[] algorithm = sequence(ECDSA_WITH_SHA256);
        byte[] content = sequence(
                der(0xA0, der(0x02, new byte[] {2})),
                der(0x02, new BigInteger(64, new SecureRandom()).toByteArray()),
                algorithm,
                name(name),
                sequence(time(from), time(from.plus(valid))),
                name(subject),
                own.getPublic().getEncoded(),
                der(0xA3, sequence(extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] signed = sequence(content, algorithm, der(0x03, joined(new byte[] {0}, signature.sign())));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static byte[] name(String common) {
        byte[] text = der(0x0C, common.getBytes(StandardCharsets.UTF_8));
        return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), text)));
    }

    private static byte[] time(Instant at) {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(at);
        return der(0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extension(int[] id, byte[] value) {
        return sequence(oid(id), der(0x04, value));
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return der(0x06, content);
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, joined(parts));
    }

    private static byte[] der(int tag, byte[] content) {
        byte low = (byte) content.length;
        byte[] length = content.length < 0x80
                ? new byte[] {low}
                : content.length < 0x100
                        ? new byte[] {(byte) 0x81, low}
                        : new byte[] {(byte) 0x82, (byte) (content.length >> 8), low};
        return joined(new byte[] {(byte) tag}, length, content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : List.of(parts)) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    public Certificate certificate() {
        return certificate;
    }
}
