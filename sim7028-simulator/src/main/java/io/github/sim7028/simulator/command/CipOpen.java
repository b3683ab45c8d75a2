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

import io.github.sim7028.simulator.at.AtCommand;
import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.module.PacketService;
import io.github.sim7028.simulator.net.Internet;
import io.github.sim7028.simulator.net.Link;
import io.github.sim7028.simulator.net.TcpLink;
import io.github.sim7028.simulator.net.UdpLink;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@code CIPOPEN} (2.1.3): opens a TCP connection or a UDP socket. */
final class CipOpen extends Command {

    private static final int PORTS = 65_535;
    private static final Outcome CONNECT_FAIL = new Outcome.Final("CONNECT FAIL");

    /** What was asked for, checked. */
    private record Order(int number, String host, OptionalInt port, OptionalInt localPort) {}

    CipOpen() {
        super("+CIPOPEN");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CIPOPEN: " + modem.dialect().linkRange() + ",(\"TCP\",\"UDP\")");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        for (int number = 0; number < modem.dialect().links(); number++) {
            Link link = modem.links().link(number);
            modem.answer("+CIPOPEN: " + (link != null && link.isOpen() ? link.describe() : number));
        }
        return Outcome.OK;
    }

    @Override
    protected Outcome wrong(ModuleContext modem) {
        return modem.ipError(ErrorInfo.INVALID_PARAMETER);
    }

    @Override
    protected Outcome fail(ModuleContext modem, AtCommand command, ErrorCode error) {
        String number = command.parameters().text(0);
        if (modem.settings().cipMode == 1) {
            return CONNECT_FAIL;
        } else if (command.parameters().text(1).equalsIgnoreCase("TCP")) {
            return Outcome.okThen(() -> modem.say("+CIPOPEN: " + number + ',' + error.number()));
        }
        modem.answer("+CIPOPEN: " + number + ',' + error.number());
        return Outcome.ERROR;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        OptionalInt chosen = given.number(0, 0, modem.dialect().links() - 1);
        if (chosen.isEmpty()) {
            return modem.ipError(ErrorInfo.INVALID_PARAMETER);
        }
        int number = chosen.getAsInt();
        PacketService network = modem.network();
        boolean portFits = !given.given(3) || given.number(3, 0, PORTS).isPresent();
        boolean localFits = !given.given(4) || given.number(4, 0, PORTS).isPresent();
        String type = given.text(1).toUpperCase(Locale.ROOT);
        boolean transparent = modem.settings().cipMode == 1;
        if (!network.isOpen()) {
            return modem.dialect().has(Quirk.CLOSED_IP_ERROR)
                    ? modem.ipError(ErrorInfo.NETWORK_NOT_OPENED)
                    : refused(modem, number, ErrorCode.NETWORK_NOT_OPENED);
        } else if (!network.works()) {
            return refused(modem, number, ErrorCode.NETWORK_FAILURE);
        } else if (network.deadContext() != ErrorCode.SUCCESS) {
            return dead(modem, number, network.deadContext());
        } else if (!portFits || !localFits || given.count() > 5) {
            return refused(modem, number, ErrorCode.WRONG_PARAMETER);
        } else if (transparent && number > 0) {
            return refused(modem, number, ErrorCode.NOT_SUPPORTED);
        }
        Order order = new Order(number, given.text(2), given.number(3, 1, PORTS), given.number(4, 0, PORTS));
        if (!modem.links().isFree(number)) {
            return taken(modem, modem.links().link(number), type, order);
        }
        return switch (type) {
            case "TCP" -> openTcp(modem, order);
            case "UDP" -> openUdp(modem, order);
            default -> refused(modem, number, ErrorCode.WRONG_PARAMETER);
        };
    }

    /** The context is dead: the module tries, and fails, at once or when its time is over. */
    private static Outcome dead(ModuleContext modem, int number, ErrorCode error) {
        if (modem.settings().cipMode == 1) {
            return CONNECT_FAIL;
        }
        int takes = error == ErrorCode.TIMEOUT ? modem.settings().openTimeout : 0;
        return Outcome.okThen(() -> modem.loop()
                .schedule(takes, TimeUnit.MILLISECONDS, () -> modem.say("+CIPOPEN: " + number + ',' + error.number())));
    }

    /** In transparent mode, opening what is open goes back to data mode (example 3.3.3). */
    private static Outcome taken(ModuleContext modem, Link link, String type, Order order) {
        boolean closing = link == null || link.state() == Link.State.ENDED;
        if (closing && type.equals("TCP") && modem.dialect().has(Quirk.BUSY_NUMBER_10)) {
            return modem.settings().cipMode == 1
                    ? CONNECT_FAIL
                    : Outcome.okThen(() -> modem.say("+CIPOPEN: " + order.number + ',' + ErrorCode.TIMEOUT.number()));
        } else if (link == null || !link.isOpen()) {
            return refused(modem, order.number, ErrorCode.BUSY);
        }
        boolean same = link.type().equals(type)
                && link.describe().contains('"' + order.host + "\"," + order.port.orElse(0) + ',');
        return same && modem.networkHost().streams(link.number())
                ? modem.connect(link)
                : refused(modem, order.number, ErrorCode.NOT_SUPPORTED);
    }

    private static Outcome openTcp(ModuleContext modem, Order order) {
        if (order.host.isEmpty() || order.port.isEmpty()) {
            return refused(modem, order.number, ErrorCode.WRONG_PARAMETER);
        }
        TcpLink link = new TcpLink(
                modem.networkHost(), order.number, order.host, order.port.getAsInt(), order.localPort.orElse(0));
        modem.links().add(link);
        if (!modem.networkHost().streams(link.number())) {
            return Outcome.okThen(() -> link.open(error -> {
                if (modem.links().has(link)) {
                    report(modem, link, error);
                }
            }));
        }
        Consumer<Outcome> later = modem.later();
        link.open(error -> {
            if (error != ErrorCode.SUCCESS) {
                modem.links().remove(link);
            }
            later.accept(error == ErrorCode.SUCCESS ? modem.connect(link) : CONNECT_FAIL);
        });
        return Outcome.LATER;
    }

    private static void report(ModuleContext modem, TcpLink link, ErrorCode error) {
        if (error != ErrorCode.SUCCESS) {
            modem.links().remove(link);
        }
        modem.say("+CIPOPEN: " + link.number() + ',' + error.number(), () -> {
            if (modem.links().has(link)) {
                link.opened();
            }
        });
    }

    private static Outcome openUdp(ModuleContext modem, Order order) {
        boolean transparent = modem.settings().cipMode == 1;
        boolean named = !order.host.isEmpty() && order.port.isPresent();
        boolean unnamed = order.host.isEmpty() && order.port.isEmpty();
        if (order.localPort.isEmpty() || !(named || unnamed && !transparent)) {
            return refused(modem, order.number, ErrorCode.WRONG_PARAMETER);
        }
        UdpLink link = new UdpLink(
                modem.networkHost(),
                order.number,
                named ? order.host : "0.0.0.0",
                order.port.orElse(0),
                order.localPort.getAsInt());
        ErrorCode error = link.bind();
        if (error != ErrorCode.SUCCESS) {
            return transparent ? CONNECT_FAIL : refused(modem, order.number, error);
        }
        modem.links().add(link);
        if (transparent) {
            return stream(modem, link, order);
        }
        String urc = "+CIPOPEN: " + order.number + ",0";
        if (modem.dialect().has(Quirk.UDP_OPEN_OK_FIRST)) {
            return Outcome.okThen(() -> modem.say(urc, link::opened));
        }
        modem.answer(urc);
        return Outcome.okThen(link::opened);
    }

    private static Outcome stream(ModuleContext modem, UdpLink link, Order order) {
        Consumer<Outcome> later = modem.later();
        Internet internet = modem.networkHost().internet();
        internet.resolve(order.host, modem.network().ipv6(), address -> {
            if (address == null) {
                modem.links().remove(link);
                link.close();
                later.accept(CONNECT_FAIL);
            } else {
                link.connect(internet.target(address, order.port.getAsInt()));
                later.accept(modem.connect(link));
            }
        });
        return Outcome.LATER;
    }

    private static Outcome refused(ModuleContext modem, int number, ErrorCode error) {
        modem.answer("+CIPOPEN: " + number + ',' + error.number());
        return Outcome.ERROR;
    }
}
