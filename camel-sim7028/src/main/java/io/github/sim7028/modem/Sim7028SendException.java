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

import io.github.sim7028.at.error.AtError;

/** A message was not confirmed; the outcome says whether the message may have arrived. */
public class Sim7028SendException extends Sim7028Exception {

    private static final long serialVersionUID = 1L;

    private final SendOutcome outcome;
    private final long requestedLength;
    private final long confirmedLength;
    private final transient AtError error;
    private final boolean retryable;

    public Sim7028SendException(
            String message,
            SendOutcome outcome,
            long requestedLength,
            long confirmedLength,
            AtError error,
            boolean retryable,
            Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
        this.requestedLength = requestedLength;
        this.confirmedLength = confirmedLength;
        this.error = error;
        this.retryable = retryable;
    }

    /** Whether the message may have arrived, completely or in part. */
    public SendOutcome getOutcome() {
        return outcome;
    }

    /**
     * The number of bytes of the message, 0 if nothing was sent. For a stream of unknown length, the number of bytes handed to
     * AT+CIPSEND (2.1.4 {@code <reqSendLength>}, summed).
     */
    public long getRequestedLength() {
        return requestedLength;
    }

    /** The number of bytes that the module confirmed (2.1.4 {@code <cnfSendLength>}, summed; its -1 counts as 0). */
    public long getConfirmedLength() {
        return confirmedLength;
    }

    /** The module's error, null if the module reported none. */
    public AtError getError() {
        return error;
    }

    /** Whether sending the message again can succeed without duplicating it. */
    public boolean isRetryable() {
        return retryable;
    }
}
