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
package io.github.sim7028.modem.driver.operation;

import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtException;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;

/** Makes of a failure of the dialogue what users of an operation get. */
final class OperationFailure {

    private OperationFailure() {}

    /** @param status where the modem stands: what was lost with a modem that is down is put down to that */
    static Throwable translated(Throwable failure, String modem, ModemStatus status) {
        Throwable refusal = failure instanceof AtErrorException ? failure : failure.getCause();
        if (failure instanceof Sim7028CommandException) {
            return failure;
        }
        if (refusal instanceof AtErrorException refused) {
            return new Sim7028CommandException(failure.getMessage(), refused.command(), refused.error(), failure);
        }
        if (failure instanceof AtAbortedException && status.state() != ModemState.READY) {
            Sim7028Exception gone = new Sim7028ModemUnavailableException(modem, status);
            gone.initCause(failure);
            return gone;
        }
        if (failure instanceof AtException unanswered) {
            return new Sim7028CommandException(failure.getMessage(), unanswered.command(), null, failure);
        }
        return failure;
    }
}
