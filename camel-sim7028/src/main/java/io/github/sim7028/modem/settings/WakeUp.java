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

/** Wakes a module that sleeps, for sites that can: by a GPIO pin or a relay at the wake pin of the module. */
@FunctionalInterface
public interface WakeUp {

    /**
     * Returns when the pulse has been given; a SIM7028 needs a falling edge, and about 10 ms of it. This method is called while the line is
     * open, by a thread that may wait. After ten seconds the thread is interrupted and the driver goes on, as also after an exception.
     *
     * @param modem the name of the modem's profile
     */
    void wakeUp(String modem) throws Exception;
}
