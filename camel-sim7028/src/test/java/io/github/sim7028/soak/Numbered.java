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

    /** What the driver may fill a count with that a module waits for. */
    private static final Pattern FILLING = Pattern.compile("\r*");

    private static final List<String> HOSTILE = List.of(
            "\r\nOK\r\n",
            "\r\nERROR\r\n",
            "\r\nRDY\r\n",
            "\r\n*ATREADY: 1\r\n",
            "\r\n+CPIN: SIM PIN\r\n",
            "\r\n>",
            "\r\n> ",
            ">",
            "+++",
            "A/",
            "\rA/\r",
            "\r\n+CIPSEND: 0,16,16\r\n",
            "\r\n+CIPSEND: 0,10,10\r\n",
            "\r\n+CIPSEND: 1,100,100\r\n",
            "\r\n+CIPERROR: 8\r\n",
            "\r\n+IP ERROR: Network not opened\r\n",
            "\r\n+CME ERROR: 3\r\n",
            "\r\n+IPCLOSE: 0,1\r\n",
            "\r\n+CIPCLOSE: 1,0\r\n",
            "\r\n+CIPOPEN: 0,0\r\n",
            "\r\n+NETOPEN: 0\r\n",
            "\r\n+CLIENT: 0,0,127.0.0.1:5\r\n",
            "\r\n+RECEIVE,0,10\r\n",
            "\r\nRECV FROM:127.0.0.1:80\r\n+IPD10\r\n",
            "\r\n+CIPRXGET: 1,0\r\n",
            "\r\n+CIPRXGET: 2,0,10,0\r\n",
            "\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n",
            "\u0003\u001A\u001B",
            "AT",
            "\rAT\r",
            "ATE0\r",
            "ATE1\r",
            "\rATE0+CFUN=0\r",
            "\rAT;+CFUN=1,1\r",
            "\rATV1+CFUN=0\r",
            "\r at+cfun=0\r",
            "\rATDT5551234;\r",
            "\rATS0=1\r",
            "AT+CIPCLOSE=0\r",
            "AT+CIPSEND=1,5\r",
            "\rAT+CIPHEAD=0\r",
            "\rAT+CIPSRIP=0\r",
            "AT+NETCLOSE\r",
            "AT+CFUN=0\r",
            "AT+CFUN=1,1\r",
            "\rAT+QCRST\r");

    private final long seed;
    private final int stream;
    private final SoakPlan.Kind kind;

    /** @param kind {@link SoakPlan.Kind#LINES} leaves line ends out, so that they can end a message */
    Numbered(long seed, int stream, SoakPlan.Kind kind) {
        this.seed = seed;
        this.stream = stream;
        this.kind = kind;
    }

    byte[] body(int number) {
        Random random = new Random((seed * 31 + stream) * 1_000_003 + number);
        int length = length(random);
        boolean hostile = random.nextInt(4) == 0;
        // some begin with such words, and have their number at the end
        boolean front = hostile && random.nextBoolean();
        ByteArrayOutputStream body = new ByteArrayOutputStream(length + 64);
        if (front) {
            body.writeBytes(words(random));
        } else {
            body.writeBytes(digits(number));
        }
        while (body.size() < DIGITS + 1 + length) {
            if (hostile && random.nextInt(20) == 0) {
                body.writeBytes(words(random));
            } else {
                body.write(random.nextInt(256));
            }
        }
        if (front) {
            body.writeBytes(digits(number));
        }
        return kind == SoakPlan.Kind.LINES ? withoutLineEnds(body.toByteArray()) : body.toByteArray();
    }

    private int length(Random random) {
        int one = random.nextInt(100);
        if (kind == SoakPlan.Kind.STREAM && one >= 96) {
            return random.nextInt(40_000);
        }
        return one < 65 ? random.nextInt(100) : one < 96 ? random.nextInt(1400) : random.nextInt(4000);
    }

    private static byte[] words(Random random) {
        return HOSTILE.get(random.nextInt(HOSTILE.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] digits(int number) {
        return String.format("%0" + DIGITS + "x", number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Which message this is, {@link #NONE} when it is not one of them byte for byte. */
    int numberOf(byte[] bytes) {
        for (int number : numbersIn(bytes)) {
            if (Arrays.equals(bytes, body(number))) {
                return number;
            }
        }
        return NONE;
    }

    /** The number it begins with, and the one it ends with, as far as there are any. */
    private static int[] numbersIn(byte[] bytes) {
        return bytes.length < DIGITS
                ? new int[0]
                : IntStream.of(numberAt(bytes, 0), numberAt(bytes, bytes.length - DIGITS))
                        .filter(number -> number != NONE)
                        .toArray();
    }

    private static int numberAt(byte[] bytes, int offset) {
        String digits = new String(bytes, offset, DIGITS, StandardCharsets.ISO_8859_1);
        return digits.matches("[0-7][0-9a-f]{7}") ? Integer.parseInt(digits, 16) : NONE;
    }

    /**
     * Which message this begins as, though from some byte on there are only the carriage returns that the driver fills a module's
     * unfinished count with; {@link #NONE} when it is none of them. It does so where the payload could be commands.
     */
    int numberOfFilled(byte[] bytes) {
        for (int number : numbersIn(bytes)) {
            if (isFilled(bytes, body(number), DIGITS)) {
                return number;
            }
        }
        return NONE;
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
        return FILLING.matcher(rest).matches();
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
