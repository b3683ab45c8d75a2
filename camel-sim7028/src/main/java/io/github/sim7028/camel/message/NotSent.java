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
package io.github.sim7028.camel.message;

import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;

/** Failures of messages that never reached the modem. */
public final class NotSent {

    private NotSent() {}

    /** The message itself cannot be sent, now or later. */
    public static Sim7028SendException refused(String message, Throwable cause) {
        return new Sim7028SendException(message, SendOutcome.NOT_SENT, 0, 0, null, false, cause);
    }

    /** The message is all right, but its modem is sent nothing more here; retryable, as the modem may come back. */
    public static Sim7028SendException ended(String reason) {
        return new Sim7028SendException(
                "the message was not sent: " + reason, SendOutcome.NOT_SENT, 0, 0, null, true, null);
    }

    /** The message is all right, but too many are before it; retryable when its body can be read again. */
    public static Sim7028SendException tooMany(String reason, Outbound message) {
        return new Sim7028SendException(
                reason, SendOutcome.NOT_SENT, 0, 0, null, message.payload().giveBack(), null);
    }
}
