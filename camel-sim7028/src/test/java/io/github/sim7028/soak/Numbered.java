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
package io.github.sim7028.soak;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Messages of one stream that can be told apart: each follows from the seed, the stream and its number, so whoever gets
 * one can make it again and compare every byte. Many hold what a module might say or be told.
 */
final class Numbered {

    /** What {@link #numberOf} says of bytes that are none of these messages. */
    static final int NONE = -1;

    private static final int DIGITS = 8;

    /** CRs and what brings the dialogue back in step, cut off anywhere. */
    private static final Pattern FILLING =
            Pattern.compile("(\r|AT\r|AT\\+CIP(HEAD|SRIP|SENDMODE)\\?\r)*(A|AT|AT\\+[A-Z]*\\??)?");

    private static final List<String> HOSTILE = List.of(
            "\r\nOK\r\n",
            "\r\nERROR\r\n",
            "\r\nRDY\r\n",
            "\r\n>",
            "+++",
            "\r\n+CIPSEND: 0,16,16\r\n",
            "\r\n+CIPSEND: 1,100,100\r\n",
            "\r\n+IPCLOSE: 0,1\r\n",
            "\r\n+CIPCLOSE: 1,0\r\n",
            "\r\n+RECEIVE,0,10\r\n",
            "\r\n+CIPRXGET: 2,0,10,0\r\n",
            "\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n",
            "\u0003\u001A\u001B",
            "ATE1\r",
            "AT+CIPCLOSE=0\r",
            "AT+CIPSEND=1,5\r",
            "AT+CIPHEAD=0\r",
            "AT+NETCLOSE\r",
            "AT+CFUN=1,1\r");

    private final long seed;
    private final int stream;
    private final boolean text;

    /** @param text whether line ends are left out, so that they can end a message */
    Numbered(long seed, int stream, boolean text) {
        this.seed = seed;
        this.stream = stream;
        this.text = text;
    }

    byte[] body(int number) {
        Random random = new Random((seed * 31 + stream) * 1_000_003 + number);
        int kind = random.nextInt(100);
        int length = kind < 65 ? random.nextInt(100) : kind < 96 ? random.nextInt(1400) : random.nextInt(4000);
        boolean hostile = random.nextInt(4) == 0;
        ByteArrayOutputStream body = new ByteArrayOutputStream(length + 64);
        body.writeBytes(String.format("%0" + DIGITS + "x ", number).getBytes(StandardCharsets.US_ASCII));
        while (body.size() < DIGITS + 1 + length) {
            if (hostile && random.nextInt(20) == 0) {
                String words = HOSTILE.get(random.nextInt(HOSTILE.size()));
                body.writeBytes(words.getBytes(StandardCharsets.ISO_8859_1));
            } else {
                body.write(random.nextInt(256));
            }
        }
        return text ? withoutLineEnds(body.toByteArray()) : body.toByteArray();
    }

    /** Which message this is, {@link #NONE} when it is not one of them byte for byte. */
    int numberOf(byte[] bytes) {
        int number = numberIn(bytes);
        return number != NONE && Arrays.equals(bytes, body(number)) ? number : NONE;
    }

    private static int numberIn(byte[] bytes) {
        if (bytes.length <= DIGITS) {
            return NONE;
        }
        String digits = new String(bytes, 0, DIGITS, StandardCharsets.ISO_8859_1);
        return digits.matches("[0-7][0-9a-f]{7}") ? Integer.parseInt(digits, 16) : NONE;
    }

    /**
     * Which message this begins as, though from some byte on it is only what the driver fills a module's unfinished count
     * with; {@link #NONE} when it is none of them. It writes that where the payload could be commands, or may be there.
     */
    int numberOfFilled(byte[] bytes) {
        int number = numberIn(bytes);
        return number != NONE && isFilled(bytes, body(number), DIGITS + 1) ? number : NONE;
    }

    /** The same where even the number is cut off: the first of these messages that begins as this does and is as long. */
    int numberOfFilled(byte[] bytes, IntStream candidates) {
        return candidates
                .filter(number -> body(number).length == bytes.length && isFilled(bytes, body(number), 0))
                .findFirst()
                .orElse(NONE);
    }

    /** @param least how many of its own bytes must be there */
    private static boolean isFilled(byte[] bytes, byte[] body, int least) {
        int same = Arrays.mismatch(bytes, body);
        if (same < least || same >= bytes.length) {
            return false;
        }
        String rest = new String(bytes, same, bytes.length - same, StandardCharsets.ISO_8859_1);
        // the body's own next bytes may look like the beginning of the filling
        String before =
                new String(bytes, Math.max(0, same - 2), same - Math.max(0, same - 2), StandardCharsets.ISO_8859_1);
        return FILLING.matcher(rest).matches()
                || FILLING.matcher(before.substring(before.length() / 2) + rest).matches()
                || FILLING.matcher(before + rest).matches();
    }

    private static byte[] withoutLineEnds(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\r' || bytes[i] == '\n') {
                bytes[i] = '.';
            }
        }
        return bytes;
    }
}
