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
 * Switches the power of a modem off and on, for sites that support this: by a relay, a port of a USB hub, or a GPIO pin at the
 * module's PWRKEY. This is the last step of recovery, used in place of {@code AT+CFUN=1,1}.
 */
@FunctionalInterface
public interface PowerCycle {

    /**
     * Returns when the power is on again; the module may still be booting. This method is called while the line is closed, by a thread
     * that may wait. After a minute the thread is interrupted and recovery continues, as also after an exception.
     *
     * @param modem the name of the modem's profile
     */
    void powerCycle(String modem) throws Exception;
}
