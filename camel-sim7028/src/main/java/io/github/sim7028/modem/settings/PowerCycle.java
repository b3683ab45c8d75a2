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

/**
 * Takes the power from a modem and gives it back, for sites that can: a relay, a USB hub's port, a GPIO pin at the
 * module's PWRKEY. It is the last step of recovery, taken in place of {@code AT+CFUN=1,1}.
 */
@FunctionalInterface
public interface PowerCycle {

    /**
     * Returns when the power is back; the module may still be booting. It is called while the line is closed, by a thread
     * that may wait. After a minute it is interrupted and recovery goes on without it, as it does when this throws.
     *
     * @param modem the name of the modem's profile
     */
    void powerCycle(String modem) throws Exception;
}
