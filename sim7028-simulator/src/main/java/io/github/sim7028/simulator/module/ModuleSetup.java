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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.NetworkProfile;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.model.Times;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.power.SleepSetup;
import io.github.sim7028.simulator.uart.HostJournal;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What a modem is made with.
 *
 * @param name for threads and messages
 * @param dialect how it speaks
 * @param baud of its UART, 0 for unpaced
 * @param strictBaud whether a host at another rate makes garbage
 * @param uartBuffer bytes each direction of the UART buffers
 * @param linkBuffer bytes each link buffers
 * @param sim the card
 * @param registration where registering ends
 * @param times how long what it does takes
 * @param dtrResets whether the board leads DTR to the module's reset
 * @param sleep how it sleeps
 * @param network how good the network is
 * @param requiredApn the APN the network demands, or null
 * @param bind the address UDP sockets and servers are bound to, or null for loopback
 * @param hosts names the simulator resolves itself
 * @param routes addresses that really are elsewhere
 * @param seed of all chance
 * @param transcript writes the dialogue down
 * @param kickOldHost whether a host that connects to the UART ends the connection of the one before
 * @param journal notes what hosts do
 */
public record ModuleSetup(
        String name,
        Dialect dialect,
        int baud,
        boolean strictBaud,
        int uartBuffer,
        int linkBuffer,
        SimCard sim,
        Registration registration,
        Times times,
        boolean dtrResets,
        SleepSetup sleep,
        NetworkProfile network,
        String requiredApn,
        String bind,
        Map<String, String> hosts,
        Map<String, InetSocketAddress> routes,
        long seed,
        Transcript transcript,
        boolean kickOldHost,
        HostJournal journal) {}
