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
package io.github.sim7028.modem.settings;

import java.time.Duration;

/**
 * The settings for sending and receiving.
 *
 * @param accessMode               2.1.10
 * @param receiveMode              2.1.5
 * @param readFormat               2.1.5, for buffered reception
 * @param readLength               bytes a read, 1 to 1500 raw or 1 to 750 hex
 * @param sendMode                 2.1.11
 * @param sendFormat               2.1.4
 * @param connectTimeout           how long AT+CIPOPEN may take (2.1.12), 3 s to 120 s
 * @param sendTimeout              how long AT+CIPSEND may take (2.1.12), and a message while the modem is ready, 3 s to 120 s
 * @param pollInterval             how often links are checked for data whose notification was lost; 0 never
 * @param retransmissions          2.1.13 {@code <NmRetry>}, 0 to 10
 * @param minRetransmissionTimeout 2.1.13 {@code <TimeoutVal>}, 500 ms to 120 s
 * @param receiveDelay             2.1.13 {@code <DelayTm>}, 0 to 1 s
 * @param sendWindow               how many AT+CIPSEND of a link may await their confirmation, 1 to 32
 * @param modemWaitTimeout         how long a message may wait for a modem that is not ready, 0 to 24 h
 */
public record TransferSettings(
        AccessMode accessMode,
        ReceiveMode receiveMode,
        ReadFormat readFormat,
        int readLength,
        SendMode sendMode,
        SendFormat sendFormat,
        Duration connectTimeout,
        Duration sendTimeout,
        Duration pollInterval,
        int retransmissions,
        Duration minRetransmissionTimeout,
        Duration receiveDelay,
        int sendWindow,
        Duration modemWaitTimeout) {

    /** How much longer than the module's own time limit the driver waits for an answer. */
    public static final long GRACE_MILLIS = 5000;

    // before DEFAULT, which is checked against it
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Duration MODEM_WAIT = Duration.ofMinutes(5);

    /** The most AT+CIPSEND of a link that may await their confirmation: enough for 921600 baud and confirmations half a second late. */
    public static final int MAX_SEND_WINDOW = 32;

    public static final TransferSettings DEFAULT = new TransferSettings(
            AccessMode.COMMAND,
            ReceiveMode.AUTO,
            ReadFormat.RAW,
            1500,
            SendMode.STACK,
            SendFormat.FIXED,
            Duration.ofSeconds(120),
            Duration.ofSeconds(120),
            Duration.ofSeconds(30),
            10,
            Duration.ofMillis(500),
            Duration.ZERO);

    /** Settings with one AT+CIPSEND of a link at a time, and messages that wait five minutes for the modem. */
    public TransferSettings(
            AccessMode accessMode,
            ReceiveMode receiveMode,
            ReadFormat readFormat,
            int readLength,
            SendMode sendMode,
            SendFormat sendFormat,
            Duration connectTimeout,
            Duration sendTimeout,
            Duration pollInterval,
            int retransmissions,
            Duration minRetransmissionTimeout,
            Duration receiveDelay) {
        this(
                accessMode,
                receiveMode,
                readFormat,
                readLength,
                sendMode,
                sendFormat,
                connectTimeout,
                sendTimeout,
                pollInterval,
                retransmissions,
                minRetransmissionTimeout,
                receiveDelay,
                1,
                MODEM_WAIT);
    }

    public TransferSettings {
        Limits.within("readLength", readLength, 1, readFormat.maxLength());
        Limits.within("connectTimeout", connectTimeout, Duration.ofSeconds(3), LONGEST);
        Limits.within("sendTimeout", sendTimeout, Duration.ofSeconds(3), LONGEST);
        Limits.within("pollInterval", pollInterval, Duration.ZERO, Duration.ofHours(24));
        Limits.within("retransmissions", retransmissions, 0, 10);
        Limits.within("minRetransmissionTimeout", minRetransmissionTimeout, Duration.ofMillis(500), LONGEST);
        Limits.within("receiveDelay", receiveDelay, Duration.ZERO, Duration.ofSeconds(1));
        Limits.within("sendWindow", sendWindow, 1, MAX_SEND_WINDOW);
        Limits.within("modemWaitTimeout", modemWaitTimeout, Duration.ZERO, Duration.ofHours(24));
        if (accessMode == AccessMode.TRANSPARENT) {
            refuseWithTransparent(
                    "receiveMode=buffered",
                    receiveMode == ReceiveMode.BUFFERED,
                    "received data is passed on unchanged (1.3)");
            refuseWithTransparent("sendMode=ack", sendMode == SendMode.ACK, "nothing is confirmed in a stream");
            refuseWithTransparent(
                    "sendFormat=escaped", sendFormat == SendFormat.ESCAPED, "there is no AT+CIPSEND in a stream");
        }
    }

    private static void refuseWithTransparent(String setting, boolean set, String why) {
        if (set) {
            throw new IllegalArgumentException(
                    setting + " cannot be combined with accessMode=transparent: " + why + "; remove one of them");
        }
    }

    /** Whether the modem is in transparent mode, with one link that is a byte stream. */
    public boolean transparent() {
        return accessMode == AccessMode.TRANSPARENT;
    }

    public TransferSettings withReceiveMode(ReceiveMode mode) {
        return new TransferSettings(
                accessMode,
                mode,
                readFormat,
                readLength,
                sendMode,
                sendFormat,
                connectTimeout,
                sendTimeout,
                pollInterval,
                retransmissions,
                minRetransmissionTimeout,
                receiveDelay,
                sendWindow,
                modemWaitTimeout);
    }

    /** The same without a look for data whose notification was lost: a module that sleeps would be woken by it. */
    public TransferSettings withoutPolling() {
        return new TransferSettings(
                accessMode,
                receiveMode,
                readFormat,
                readLength,
                sendMode,
                sendFormat,
                connectTimeout,
                sendTimeout,
                Duration.ZERO,
                retransmissions,
                minRetransmissionTimeout,
                receiveDelay,
                sendWindow,
                modemWaitTimeout);
    }
}
