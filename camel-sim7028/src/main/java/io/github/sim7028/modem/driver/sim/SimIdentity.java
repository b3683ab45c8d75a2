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
package io.github.sim7028.modem.driver.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The identity of a SIM card: its number, if the card reports the number, and the device in which it is.
 *
 * @param card    the card's number as a hash; null where it is not known
 * @param devices every name of the device, as hashes
 */
record SimIdentity(String card, Set<String> devices) {

    private static final int SHORT = 32;

    /**
     * @param number  the card's number; null where it is not known
     * @param devices every name of the device
     */
    static SimIdentity of(String number, Set<String> devices) {
        Set<String> hashes = new LinkedHashSet<>();
        devices.stream().sorted().forEach(device -> hashes.add(hash("device " + device)));
        return new SimIdentity(number == null ? null : hash("card " + number), hashes);
    }

    /** All names under which something is kept about it. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(devices);
        if (card != null) {
            names.add(card);
        }
        return names;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, SHORT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
