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
package io.github.sim7028.modem.driver.lifecycle;

import io.github.sim7028.at.spi.OnLoop;

/** Is called with changes of the module as a whole, unsolicited or found by a query; each reason is a text for users. */
@OnLoop
interface ModuleListener {

    /** The module does not answer any more. */
    void silent(String reason);

    /** The line ended or failed, which says nothing about the module. {@code cause} is null if the line just ended. */
    void lineLost(String reason, Throwable cause);

    /** The module reports that it has booted. */
    void booted(String reason);

    /** The module repeats commands. */
    void echoed(String reason);

    /** The module has lost its settings. */
    void restarted(String reason);

    /** The module reports that its network is closed. */
    void networkLost(String reason);
}
