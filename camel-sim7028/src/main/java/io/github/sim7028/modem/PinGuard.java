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
package io.github.sim7028.modem;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sees to it that a PIN the SIM refused is not given to it again, as three wrong ones lock it. It remembers for as long as
 * the JVM runs, for all modems, components and contexts in it: which PIN was given on which device, as a keyed hash of both.
 */
final class PinGuard {

    /** The one of this JVM. */
    static final PinGuard INSTANCE = new PinGuard();

    private static final String HASH = "HmacSHA256";
    private static final int MOST = 4096;

    private enum Outcome {
        UNKNOWN,
        REFUSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final SecretKeySpec key;
    private final Map<String, Outcome> given = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Outcome> eldest) {
            return size() > MOST;
        }
    };

    PinGuard() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, HASH);
    }

    /**
     * Whether that PIN may be given to the SIM of that device now; true only once, whatever happens next, even a crash of the
     * line, until it is {@link #accepted accepted}.
     *
     * @param device every name the device has
     */
    boolean take(Set<String> device, String pin) {
        List<String> marks = marks(device, pin);
        lock.lock();
        try {
            if (marks.stream().anyMatch(given::containsKey)) {
                return false;
            }
            marks.forEach(mark -> given.put(mark, Outcome.UNKNOWN));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The SIM refused it. */
    void refused(Set<String> device, String pin) {
        List<String> marks = marks(device, pin);
        lock.lock();
        try {
            marks.forEach(mark -> given.put(mark, Outcome.REFUSED));
        } finally {
            lock.unlock();
        }
    }

    /** The SIM took it: it may be given again after the next restart of the module. */
    void accepted(Set<String> device, String pin) {
        List<String> marks = marks(device, pin);
        lock.lock();
        try {
            marks.forEach(given::remove);
        } finally {
            lock.unlock();
        }
    }

    /** The SIM is ready: a PIN whose answer was lost must have been right. */
    void ready(Set<String> device, String pin) {
        List<String> marks = marks(device, pin);
        lock.lock();
        try {
            marks.forEach(mark -> given.remove(mark, Outcome.UNKNOWN));
        } finally {
            lock.unlock();
        }
    }

    private List<String> marks(Set<String> device, String pin) {
        return device.stream().map(name -> hash(name + '\0' + pin)).toList();
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
