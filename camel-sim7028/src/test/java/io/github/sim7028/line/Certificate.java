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
package io.github.sim7028.line;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a self-signed certificate for this machine, made by the JDK's keytool. */
public record Certificate(Path store) {

    public static final String PASSWORD = "changeit";

    /** @param names as {@code ip:127.0.0.1,dns:localhost} */
    public static Certificate make(Path directory, String names) throws Exception {
        Path store = directory.resolve("terminal-server.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String arguments = "-genkeypair -alias server -keyalg EC -dname CN=terminal-server -validity 30"
                + " -storetype PKCS12 -storepass " + PASSWORD + " -ext san=" + names;
        try (Program program = Program.start(command(keytool, arguments, store))) {
            program.awaitEnd();
        }
        if (!Files.exists(store)) {
            throw new IllegalStateException("keytool made no key");
        }
        return new Certificate(store);
    }

    private static String[] command(Path keytool, String arguments, Path store) {
        return (keytool + " " + arguments + " -keystore " + store).split(" ");
    }

    /** Both ends: has this key, and trusts it. */
    public SSLContext context() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
