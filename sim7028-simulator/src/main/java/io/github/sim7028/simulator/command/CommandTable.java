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
package io.github.sim7028.simulator.command;

import io.github.sim7028.simulator.model.ModuleIdentity;
import io.github.sim7028.simulator.module.Command;
import java.util.List;

/** All commands the module knows. A new one is a class and a line here. */
public final class CommandTable {

    private CommandTable() {}

    /** Fresh commands, for one module. */
    public static List<Command> all(ModuleIdentity numbers) {
        return List.of(
                new Echo(),
                new FactoryDefaults(),
                new ResultCodes(),
                new SRegister(),
                new Dial(),
                new Ignored(),
                new BaudRate(),
                new Identity(numbers.imei()),
                new ErrorReporting(),
                new Pin(),
                new PinTries(),
                new SubscriberIdentity(numbers),
                new NetworkTime(),
                new NetworkTimeServer(),
                new Switch("+CTZR", 0, 3, false, s -> s.zoneReports, (s, v) -> s.zoneReports = v),
                new Switch("+CTZU", 1, false, s -> s.zoneUpdate, (s, v) -> s.zoneUpdate = v),
                new Switch("+QCLEDMODE", 1, false, s -> s.ledMode, (s, v) -> s.ledMode = v),
                new Switch("+QCPSMR", 0, false, s -> s.psmReports, (s, v) -> s.psmReports = v),
                new SupplyVoltage(),
                new SignalQuality(),
                new FunctionLevel(),
                new Restart(),
                new PowerSavingMode(),
                new ExtendedReception(),
                new SleepConfiguration(),
                new NetworkRegistration(),
                new SystemInformation(),
                new ExtendedSignal(),
                new CellInformation(),
                new BandSelection(),
                new OperatorSelection(),
                new PacketAttachment(),
                new PdpContext(),
                new ContextActivation(),
                new ContextAddress(),
                new ContextParameters(),
                new ContextAuthentication(),
                new NetOpen(),
                new NetClose(),
                new IpAddress(),
                new CipOpen(),
                new CipSend(),
                new CipRxGet(),
                new CipClose(),
                new CipAck(),
                new ServerStart(),
                new ServerStop(),
                new DataTerminalReady(),
                new Online(),
                new Switch("+CIPHEAD", 1, true, s -> s.header, (s, v) -> s.header = v),
                new Switch("+CIPSRIP", 1, true, s -> s.showSender, (s, v) -> s.showSender = v),
                new Switch("+CIPSENDMODE", 0, false, s -> s.sendMode, (s, v) -> s.sendMode = v),
                new CipMode(),
                new CipTimeout(),
                new CipCcfg(),
                new DnsLookup(),
                new Ping(),
                new DnsServers(),
                new SocketProfile(),
                new KeepAlive());
    }
}
