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

import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.core.Command;
import io.github.sim7028.simulator.core.Machine;
import io.github.sim7028.simulator.core.Network;
import io.github.sim7028.simulator.core.Outcome;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.net.Link;
import io.github.sim7028.simulator.net.TcpLink;
import io.github.sim7028.simulator.net.UdpLink;
import java.util.Locale;
import java.util.OptionalInt;

/** {@code CIPOPEN} (2.1.3): opens a TCP connection or a UDP socket. */
final class CipOpen extends Command {

    private static final int PORTS = 65_535;

    CipOpen() {
        super("+CIPOPEN");
    }

    @Override
    protected Outcome test(Machine modem, String name) {
        modem.answer("+CIPOPEN: " + modem.dialect().linkRange() + ",(\"TCP\",\"UDP\")");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(Machine modem, String name) {
        for (int number = 0; number < modem.dialect().links(); number++) {
            Link link = modem.network().link(number);
            modem.answer("+CIPOPEN: " + (link != null && link.isOpen() ? link.describe() : number));
        }
        return Outcome.OK;
    }

    @Override
    protected Outcome wrong(Machine modem) {
        return modem.ipError(ErrorInfo.INVALID_PARAMETER);
    }

    @Override
    protected Outcome write(Machine modem, String name, Parameters given) {
        OptionalInt chosen = given.number(0, 0, modem.dialect().links() - 1);
        if (chosen.isEmpty()) {
            return modem.ipError(ErrorInfo.INVALID_PARAMETER);
        }
        int number = chosen.getAsInt();
        Network network = modem.network();
        String type = given.text(1).toUpperCase(Locale.ROOT);
        OptionalInt localPort = given.given(4) ? given.number(4, 0, PORTS) : OptionalInt.of(0);
        if (!network.isOpen()) {
            return refused(modem, number, ErrorCode.NETWORK_NOT_OPENED);
        } else if (!network.works()) {
            return refused(modem, number, ErrorCode.NETWORK_FAILURE);
        } else if (!network.isFree(number)) {
            boolean open = network.link(number).isOpen();
            return refused(modem, number, open ? ErrorCode.NOT_SUPPORTED : ErrorCode.BUSY);
        } else if (localPort.isEmpty() || given.count() > 5) {
            return refused(modem, number, ErrorCode.WRONG_PARAMETER);
        }
        return switch (type) {
            case "TCP" -> openTcp(modem, number, given, localPort.getAsInt());
            case "UDP" -> openUdp(modem, number, given, localPort.getAsInt());
            default -> refused(modem, number, ErrorCode.WRONG_PARAMETER);
        };
    }

    private static Outcome openTcp(Machine modem, int number, Parameters given, int localPort) {
        OptionalInt port = given.number(3, 1, PORTS);
        if (given.text(2).isEmpty() || port.isEmpty()) {
            return refused(modem, number, ErrorCode.WRONG_PARAMETER);
        }
        TcpLink link = new TcpLink(modem.network(), number, given.text(2), port.getAsInt(), localPort);
        modem.network().add(link);
        return Outcome.okThen(() -> link.open(error -> {
            if (modem.network().has(link)) {
                reportTcp(modem, link, error);
            }
        }));
    }

    private static void reportTcp(Machine modem, TcpLink link, ErrorCode error) {
        if (error != ErrorCode.SUCCESS) {
            modem.network().remove(link);
        }
        modem.say("+CIPOPEN: " + link.number() + ',' + error.number(), () -> {
            if (modem.network().has(link)) {
                link.opened();
            }
        });
    }

    private static Outcome openUdp(Machine modem, int number, Parameters given, int localPort) {
        boolean peerFits = !given.given(2) && !given.given(3)
                || given.given(2) && given.number(3, 0, PORTS).isPresent();
        if (!given.given(4) || !peerFits) {
            return refused(modem, number, ErrorCode.WRONG_PARAMETER);
        }
        String host = given.given(2) ? given.text(2) : "0.0.0.0";
        UdpLink link = new UdpLink(
                modem.network(), number, host, given.number(3, 0, PORTS).orElse(0), localPort);
        ErrorCode error = link.bind();
        if (error != ErrorCode.SUCCESS) {
            return refused(modem, number, error);
        }
        modem.network().add(link);
        String urc = "+CIPOPEN: " + number + ",0";
        if (modem.dialect().has(Quirk.UDP_OPEN_OK_FIRST)) {
            return Outcome.okThen(() -> modem.say(urc, link::opened));
        }
        modem.answer(urc);
        return Outcome.okThen(link::opened);
    }

    private static Outcome refused(Machine modem, int number, ErrorCode error) {
        modem.answer("+CIPOPEN: " + number + ',' + error.number());
        return Outcome.ERROR;
    }
}
