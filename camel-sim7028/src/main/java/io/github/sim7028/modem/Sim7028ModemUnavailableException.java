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

import io.github.sim7028.modem.report.ModemStatus;

/** The modem is not ready; the message has the state, the reason and the time of the last change. */
public class Sim7028ModemUnavailableException extends Sim7028Exception {

    private static final long serialVersionUID = 1L;

    private final ModemStatus status;

    public Sim7028ModemUnavailableException(String modem, ModemStatus status) {
        super("modem '" + modem + "' is not ready: " + status.describe());
        this.status = status;
    }

    public ModemStatus getStatus() {
        return status;
    }
}
