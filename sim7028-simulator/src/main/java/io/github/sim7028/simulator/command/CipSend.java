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
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.net.Link;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** {@code CIPSEND} (2.1.4): sends data of fixed or changeable length over TCP or UDP. */
final class CipSend extends Command {

    private static final int PORTS = 65_535;

    CipSend() {
        super("+CIPSEND");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CIPSEND: " + modem.dialect().linkRange() + ",(1-" + ModuleContext.SEND_LIMIT + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome wrong(ModuleContext modem) {
        return modem.cipError(ErrorCode.WRONG_PARAMETER);
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        OptionalInt number = given.number(0, 0, modem.dialect().links() - 1);
        boolean changeable = !given.given(1) || given.quoted(1);
        OptionalInt fixed = given.number(1, 1, ModuleContext.SEND_LIMIT);
        if (number.isEmpty() || (!changeable && fixed.isEmpty())) {
            return modem.cipError(ErrorCode.WRONG_PARAMETER);
        }
        int length = changeable ? -1 : fixed.getAsInt();
        int host = given.quoted(1) ? 1 : 2;
        ErrorCode refusal = refusal(modem, number.getAsInt(), changeable);
        if (refusal != ErrorCode.SUCCESS) {
            return modem.refuseData(refusal);
        }
        Link link = modem.links().link(number.getAsInt());
        if (link.type().equals("TCP")) {
            return given.count() > host
                    ? modem.cipError(ErrorCode.WRONG_PARAMETER)
                    : new Outcome.Prompt(new Typed(modem, link, length, null));
        }
        OptionalInt port = given.number(host + 1, 1, PORTS);
        if (given.count() <= host && !modem.dialect().has(Quirk.UDP_SEND_ERROR_3)) {
            return modem.cipError(ErrorCode.DNS_FAILED);
        }
        if (given.text(host).isEmpty() || port.isEmpty() || given.count() > host + 2) {
            return modem.cipError(ErrorCode.WRONG_PARAMETER);
        }
        return askForDatagram(modem, link, length, given.text(host), port.getAsInt());
    }

    private static ErrorCode refusal(ModuleContext modem, int number, boolean changeable) {
        Link link = modem.links().link(number);
        if (!modem.network().isOpen()) {
            return ErrorCode.NETWORK_NOT_OPENED;
        } else if (!modem.network().works()) {
            return ErrorCode.NETWORK_FAILURE;
        } else if (link == null || !link.isOpen() || modem.networkHost().streams(link.number())) {
            return ErrorCode.NOT_SUPPORTED;
        } else if (link.unusable()) {
            return ErrorCode.NETWORK_FAILURE;
        } else if (link.sending() || modem.condition().isBusy()) {
            return ErrorCode.BUSY;
        }
        return changeable && link.serverIndex() >= 0 ? ErrorCode.NOT_SUPPORTED : ErrorCode.SUCCESS;
    }

    private static Outcome askForDatagram(ModuleContext modem, Link link, int length, String host, int port) {
        Consumer<Outcome> later = modem.later();
        modem.networkHost().internet().resolve(host, modem.network().ipv6(), address -> {
            if (address == null) {
                later.accept(modem.cipError(ErrorCode.DNS_FAILED));
            } else {
                InetSocketAddress to = modem.networkHost().internet().target(address, port);
                later.accept(new Outcome.Prompt(new Typed(modem, link, length, to)));
            }
        });
        return Outcome.LATER;
    }

    /** The data behind the prompt. */
    private record Typed(ModuleContext modem, Link link, int length, InetSocketAddress to)
            implements Outcome.PromptHandler {

        @Override
        public Outcome done(byte[] data) {
            if (data.length == 0) {
                return modem.cipError(ErrorCode.WRONG_PARAMETER);
            }
            List<String> instead = modem.condition().takeRefusal();
            if (instead != null) {
                return modem.answerInstead(instead);
            }
            if (modem.dialect().has(Quirk.SEND_URC_FIRST)) {
                Consumer<Outcome> later = modem.later();
                send(data, line -> {
                    modem.answer(line);
                    later.accept(Outcome.OK);
                });
                return Outcome.LATER;
            }
            return Outcome.okThen(() -> send(data, modem::say));
        }

        private void send(byte[] data, Consumer<String> report) {
            int lost = Math.min(data.length, modem.condition().takeShortening());
            link.send(Arrays.copyOf(data, data.length - lost), to, confirmed -> {
                if (confirmed != data.length) {
                    link.spoil();
                }
                report.accept("+CIPSEND: " + link.number() + ',' + data.length + ',' + confirmed);
            });
        }

        @Override
        public Outcome cancelled() {
            return Outcome.ERROR;
        }

        @Override
        public Outcome tooLong() {
            return modem.cipError(ErrorCode.WRONG_PARAMETER);
        }
    }
}
