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
package io.github.sim7028.benchmarks;

import io.github.sim7028.benchmarks.fixture.ChildJvm;
import io.github.sim7028.benchmarks.fixture.EchoServer;
import io.github.sim7028.simulator.VirtualModem;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** So many virtual modems, each at a TCP port of its own, and the peers they talk to. */
public final class ScaleSimulators {

    private ScaleSimulators() {}

    /** The number of modems; says {@code SIMULATORS <tcp echo> <udp echo> <port>,<port>,…}. */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        EchoServer echo = new EchoServer();
        List<VirtualModem> modems = new ArrayList<>();
        StringJoiner ports = new StringJoiner(",");
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            VirtualModem modem = VirtualModem.builder().start();
            modems.add(modem);
            ports.add(String.valueOf(modem.listen().getPort()));
        }
        System.out.println("SIMULATORS " + echo.tcpPort() + " " + echo.udpPort() + " " + ports);
        ChildJvm.stay();
    }
}
