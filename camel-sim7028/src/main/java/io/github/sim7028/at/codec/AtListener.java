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
package io.github.sim7028.at.codec;

import io.github.sim7028.at.error.AtError;

/** Is called with everything in a dialogue that is not an answer. Called on the dialogue's loop; must return immediately. */
public interface AtListener {

    void received(Urc urc);

    /** The next bytes of the connection in data mode (1.3), as they came. */
    default void streamed(byte[] bytes) {}

    /** A counted body broke off: bytes of a link are lost. The header says whose. */
    void bodyLost(String header);

    /** A command was not answered in time: nothing is asked until the dialogue is in step again. */
    default void outOfStep(String command) {}

    /** A command was refused, or its result says that it failed. Called after the future of the command has completed. */
    default void refused(AtError reason) {}

    /** Counted bytes came without a request, or for a second time: they are dropped. The header names the link. */
    void bodyUnasked(String header);

    /** The module does not answer any more: this dialogue is over. */
    void silent(String reason);

    /** The line ended or failed, which says nothing about the module: this dialogue is over. {@code cause} is null if the line just ended. */
    void lineLost(String reason, Throwable cause);
}
