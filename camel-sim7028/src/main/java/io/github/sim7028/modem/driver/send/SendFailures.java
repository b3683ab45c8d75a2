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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;

/** The exceptions for messages that were not confirmed. */
final class SendFailures {

    private static final String UNKNOWN = "it is unknown whether the message arrived";
    private static final String NOT_SENT = "the message was not sent: ";

    private SendFailures() {}

    /** The reason alone of one of these, for the message of another. */
    static String reasonOf(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith(NOT_SENT)) {
            return message.substring(NOT_SENT.length());
        }
        int end = message.indexOf("): ");
        return message.startsWith(UNKNOWN) && end > 0 ? message.substring(end + 3) : message;
    }

    /**
     * Some of it has left.
     *
     * @param whole how many bytes it has in all; negative when that is not known
     */
    static Sim7028SendException unknown(
            String reason, long requested, long confirmed, long whole, AtError error, Throwable cause) {
        String count = whole < 0
                ? Counted.of(confirmed, "byte") + " confirmed, the end of the message was not reached"
                : confirmed + " of " + Counted.of(whole, "byte") + " confirmed";
        return new Sim7028SendException(
                UNKNOWN + " (" + count + "): " + reason,
                SendOutcome.UNKNOWN,
                whole < 0 ? requested : whole,
                confirmed,
                error,
                false,
                cause);
    }

    /**
     * Nothing of it has left.
     *
     * @param bodyLost whether it cannot be sent another time, though it might be tried
     */
    static Sim7028SendException notSent(
            String reason, AtError error, boolean retryable, boolean bodyLost, Throwable cause) {
        String words = bodyLost ? "; the message body has been read and cannot be read again" : "";
        return new Sim7028SendException(
                NOT_SENT + reason + words, SendOutcome.NOT_SENT, 0, 0, error, retryable && !bodyLost, cause);
    }
}
