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
package io.github.sim7028.simulator.model;

/**
 * The numbers that tell one module from another.
 *
 * @param imei of the module, 15 digits, the answer to {@code CGSN}
 * @param iccid of its SIM card, the answer to {@code CICCID}
 * @param imsi of its SIM card, the answer to {@code CIMI}
 */
public record ModuleIdentity(String imei, String iccid, String imsi) {

    /** How many identities there are. */
    public static final int MOST = 999_999;

    private static final String TYPE_ALLOCATION = "86000000";
    private static final String CARD_ISSUER = "89860012345678";
    private static final int FIRST_CARD = 901_234;
    private static final String OPERATOR = "460000123";
    private static final int FIRST_SUBSCRIBER = 456_789;
    private static final int SIX_DIGITS = 1_000_000;

    /**
     * The identity of the module with this number; each number has another one.
     *
     * @param number 1 to {@value #MOST}
     */
    public static ModuleIdentity of(int number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("The number of a module must be 1 to " + MOST + ", not " + number);
        }
        String imei = TYPE_ALLOCATION + sixDigits(number);
        return new ModuleIdentity(
                imei + checkDigit(imei),
                CARD_ISSUER + sixDigits(FIRST_CARD + number - 1),
                OPERATOR + sixDigits(FIRST_SUBSCRIBER + number - 1));
    }

    /** One with another IMEI. */
    public ModuleIdentity withImei(String value) {
        return new ModuleIdentity(value, iccid, imsi);
    }

    /** One with another ICCID. */
    public ModuleIdentity withIccid(String value) {
        return new ModuleIdentity(imei, value, imsi);
    }

    /** One with another IMSI. */
    public ModuleIdentity withImsi(String value) {
        return new ModuleIdentity(imei, iccid, value);
    }

    private static String sixDigits(int number) {
        return String.format("%06d", number % SIX_DIGITS);
    }

    /** That of Luhn, the last digit of an IMEI. */
    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? 2 * digit : digit;
            sum += weighed / 10 + weighed % 10;
        }
        return (10 - sum % 10) % 10;
    }
}
