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
package io.github.sim7028.camel.config;

import io.github.sim7028.line.util.ForeignText;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The SSL contexts of endpoints: one for each bean of parameters, as TLS sessions are resumed only within one context. */
public final class TlsContexts {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SSLContextParameters, SSLContext> made = new IdentityHashMap<>();

    /**
     * The context of these parameters; that of the JVM for null.
     *
     * @throws IllegalArgumentException when it cannot be made
     */
    public SSLContext of(SSLContextParameters parameters, CamelContext camel) {
        lock.lock();
        try {
            SSLContext context = made.get(parameters);
            if (context == null) {
                context = parameters == null ? SSLContext.getDefault() : parameters.createSSLContext(camel);
                made.put(parameters, context);
            }
            return context;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "sslContextParameters: TLS cannot be set up; check the files and passwords: "
                            + ForeignText.messageOf(e),
                    e);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all contexts, and with these the sessions that could be resumed. */
    public void clear() {
        lock.lock();
        try {
            made.clear();
        } finally {
            lock.unlock();
        }
    }
}
