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
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.net.Link;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code CIPCLOSE} (2.1.6): closes a link. */
final class CipClose extends Command {

    private static final int LAST_LINK = 9;

    CipClose() {
        super("+CIPCLOSE");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CIPCLOSE: " + modem.dialect().linkRange());
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        String states = IntStream.range(0, modem.dialect().links())
                .mapToObj(modem.links()::link)
                .map(link -> link != null && link.isOpen() ? "1" : "0")
                .collect(Collectors.joining(","));
        modem.answer("+CIPCLOSE: " + states);
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        OptionalInt number = given.number(0, 0, LAST_LINK);
        if (number.isEmpty() || given.count() > 1) {
            return Outcome.ERROR;
        }
        Link link = modem.links().link(number.getAsInt());
        if (number.getAsInt() >= modem.dialect().links()) {
            return refused(modem, number.getAsInt(), ErrorCode.WRONG_PARAMETER);
        } else if (link != null && link.state() == Link.State.OPENING) {
            return refused(modem, number.getAsInt(), ErrorCode.BUSY);
        } else if (link == null || !link.isOpen()) {
            return refused(modem, number.getAsInt(), ErrorCode.NOT_SUPPORTED);
        }
        String closed = "+CIPCLOSE: " + link.number() + ",0";
        boolean streams = modem.networkHost().streams(link.number());
        boolean okFirst = link.type().equals("TCP") || modem.dialect().has(Quirk.UDP_CLOSE_OK_FIRST);
        if (okFirst) {
            return Outcome.okThen(() -> {
                close(modem, link);
                if (streams) {
                    modem.say(modem.closedWord());
                }
                modem.say(closed);
            });
        }
        close(modem, link);
        if (streams) {
            modem.answer(modem.closedWord());
        }
        modem.answer(closed);
        return Outcome.OK;
    }

    @Override
    protected Outcome fail(ModuleContext modem, AtCommand command, ErrorCode error) {
        modem.answer("+CIPCLOSE: " + command.parameters().text(0) + ',' + error.number());
        return Outcome.ERROR;
    }

    private static void close(ModuleContext modem, Link link) {
        modem.links().close(link);
    }

    private static Outcome refused(ModuleContext modem, int number, ErrorCode error) {
        modem.answer("+CIPCLOSE: " + number + ',' + error.number());
        return Outcome.ERROR;
    }
}
