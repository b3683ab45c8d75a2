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
package io.github.sim7028.camel.inbound;

import io.github.sim7028.modem.Sim7028Exception;

/** Takes what a {@link FrameDispatcher} delivers, one thing at a time. */
public interface FrameHandler {

    /**
     * Takes a frame.
     *
     * @param next to be run when it is done, unless that is now
     * @return whether it is done now; then {@code next} is not run
     */
    boolean take(Frame frame, Runnable next);

    /** The stream has ended and another begins; {@code reason} is null when there is nothing to report. */
    void streamEnded(Sim7028Exception reason);

    /** Bytes could not be made frames. */
    void unframed(String message, Throwable reason);
}
