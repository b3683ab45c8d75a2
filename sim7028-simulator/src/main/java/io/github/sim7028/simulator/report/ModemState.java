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
package io.github.sim7028.simulator.report;

import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import java.util.List;

/**
 * How a modem stands at a moment.
 *
 * @param running whether the module has started; not while it restarts or is switched off
 * @param asleep whether the module sleeps
 * @param registration what {@code CEREG?} shows
 * @param network the result of a search for a network now
 * @param rssi the strength of the network's signal as {@code CSQ} shows it, 0 to 31 or 99
 * @param bitErrors the bit error rate as {@code CSQ} shows it, 0 to 7 or 99
 * @param sim the code that the SIM card requires
 * @param networkOpen what {@code NETOPEN?} shows
 * @param busy whether the module refuses data as busy
 * @param mute whether the module neither receives nor sends
 * @param host whether a host is connected to the UART
 * @param links the links that are open
 */
public record ModemState(
        boolean running,
        boolean asleep,
        Registration registration,
        Registration network,
        int rssi,
        int bitErrors,
        SimCard.State sim,
        boolean networkOpen,
        boolean busy,
        boolean mute,
        boolean host,
        List<LinkState> links) {}
