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
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A PIN that was given to a SIM card and not accepted, or not yet: its salted slow hash, never the PIN itself.
 *
 * @param card       the card's number as a hash; empty where it was not known
 * @param names      everything it is kept under
 * @param refused    whether the card reported the PIN as wrong; otherwise no answer has come
 * @param left       how many tries are left after it, at the least
 * @param iterations of the hash
 */
record GivenPin(String card, Set<String> names, boolean refused, int left, int iterations, String salt, String hash) {

    private static final String VERSION = "1";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    GivenPin {
        names = Set.copyOf(names);
        if (left < 0 || iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("out of range");
        }
    }

    /** A PIN that is about to be given. */
    static GivenPin of(SimIdentity sim, String pin, int left, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        String text = HexFormat.of().formatHex(salt);
        return new GivenPin(
                sim.card() == null ? "" : sim.card(),
                sim.names(),
                false,
                left,
                iterations,
                text,
                hash(pin, text, iterations));
    }

    GivenPin refused(int triesLeft) {
        return new GivenPin(card, names, true, triesLeft, iterations, salt, hash);
    }

    /** Whether the PIN was given to this card, or to a card that cannot be distinguished from it. */
    boolean isOf(SimIdentity sim) {
        return sim.card() == null || card.isEmpty() || card.equals(sim.card());
    }

    boolean matches(String pin) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII),
                hash(pin, salt, iterations).getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String pin, String salt, int iterations) {
        try {
            PBEKeySpec key = new PBEKeySpec(pin.toCharArray(), HexFormat.of().parseHex(salt), iterations, HASH_BITS);
            return HexFormat.of()
                    .formatHex(SecretKeyFactory.getInstance(ALGORITHM)
                            .generateSecret(key)
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- as a file has it

    String toText() {
        return "# A PIN that was given to a SIM card and not accepted, as a salted hash. Delete the file to"
                + " have the PIN tried again.\n"
                + "version=" + VERSION + "\ncard=" + card + "\nnames=" + String.join(",", new TreeSet<>(names))
                + "\nrefused=" + refused + "\nleft=" + left + "\niterations=" + iterations + "\nsalt=" + salt
                + "\nhash="
                + hash + "\n";
    }

    /** @throws IllegalArgumentException when it is no such text */
    static GivenPin parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("a line has no '='");
            }
            values.put(line.substring(0, equals), line.substring(equals + 1));
        });
        if (!VERSION.equals(values.get("version"))) {
            throw new IllegalArgumentException("the version is not " + VERSION);
        }
        Set<String> names = Set.copyOf(Arrays.asList(value(values, "names").split(",")));
        names.forEach(HexFormat.of()::parseHex);
        return new GivenPin(
                hex(values, "card"),
                names,
                Boolean.parseBoolean(value(values, "refused")),
                Integer.parseInt(value(values, "left")),
                Integer.parseInt(value(values, "iterations")),
                hex(values, "salt"),
                hex(values, "hash"));
    }

    private static String hex(Map<String, String> values, String key) {
        String text = value(values, key);
        HexFormat.of().parseHex(text);
        return text;
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    /** Without the hash, which a PIN of four digits could be found by. */
    @Override
    public String toString() {
        return "GivenPin[refused=" + refused + ", left=" + left + "]";
    }
}
