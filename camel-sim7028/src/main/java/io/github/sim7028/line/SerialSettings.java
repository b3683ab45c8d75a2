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

import java.util.Locale;
import java.util.Objects;

/**
 * The settings of a serial line. Lines that are not serial ports ignore these settings.
 *
 * @param baudRate bits per second, 300 to 4000000
 * @param dataBits bits of a character: 8, since payload is binary
 * @param stopBits 1 or 2
 * @param parity not null
 * @param flowControl not null
 */
public record SerialSettings(int baudRate, int dataBits, int stopBits, Parity parity, FlowControl flowControl) {

    /** 115200 baud, 8 data bits, 1 stop bit, no parity, no flow control. */
    public static final SerialSettings DEFAULT = new SerialSettings(115200, 8, 1, Parity.NONE, FlowControl.NONE);

    private static final int LOWEST_BAUD_RATE = 300;
    private static final int HIGHEST_BAUD_RATE = 4_000_000;

    /** @throws IllegalArgumentException for a value out of its range */
    public SerialSettings {
        if (baudRate < LOWEST_BAUD_RATE || baudRate > HIGHEST_BAUD_RATE) {
            throw new IllegalArgumentException("baudRate: " + baudRate + " is out of range" + unread(baudRate)
                    + "; allowed are " + LOWEST_BAUD_RATE + " to " + HIGHEST_BAUD_RATE
                    + ", written as a whole number without a unit, such as 115200");
        }
        if (dataBits != 8) {
            throw new IllegalArgumentException(
                    "dataBits: " + dataBits + " cannot be used; allowed is 8, as payload is binary");
        }
        if (stopBits != 1 && stopBits != 2) {
            throw new IllegalArgumentException("stopBits: " + stopBits + " cannot be used; allowed are 1 and 2");
        }
        Objects.requireNonNull(parity, "parity");
        Objects.requireNonNull(flowControl, "flowControl");
    }

    /** Camel converts a value that is not a whole number, such as {@code 115k}, to 0. */
    private static String unread(int baudRate) {
        return baudRate == 0 ? " (or the value is not a whole number)" : "";
    }

    /** In the usual short form, such as {@code 115200 8N1} or {@code 921600 8N1 rtscts}. */
    @Override
    public String toString() {
        String characters = baudRate + " " + dataBits + parity.name().charAt(0) + stopBits;
        return flowControl == FlowControl.NONE
                ? characters
                : characters + " " + flowControl.name().toLowerCase(Locale.ROOT);
    }
}
