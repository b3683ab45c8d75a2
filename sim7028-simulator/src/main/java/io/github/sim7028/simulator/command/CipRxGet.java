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
import io.github.sim7028.simulator.model.ErrorInfo;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.net.Link;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalInt;

/** {@code CIPRXGET} (2.1.5): the receive mode, and reading in buffered mode. */
final class CipRxGet extends Command {

    private static final int RAW_LIMIT = 1500;
    private static final int HEX_LIMIT = 750;
    private static final int LAST_LINK = 9;
    private static final byte[] LINE_END = {'\r', '\n'};

    CipRxGet() {
        super("+CIPRXGET");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CIPRXGET: (0-4)," + modem.dialect().linkRange() + ",(1-" + RAW_LIMIT + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+CIPRXGET: " + modem.settings().receiveMode);
        return Outcome.OK;
    }

    @Override
    protected Outcome wrong(ModuleContext modem) {
        return modem.ipError(ErrorInfo.INVALID_PARAMETER);
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        OptionalInt mode = given.number(0, 0, 4);
        if (mode.isEmpty()) {
            return modem.ipError(ErrorInfo.INVALID_PARAMETER);
        }
        return switch (mode.getAsInt()) {
            case 0, 1 -> {
                if (given.count() > 1) {
                    yield modem.ipError(ErrorInfo.INVALID_PARAMETER);
                }
                modem.settings().receiveMode = mode.getAsInt();
                yield Outcome.OK;
            }
            case 2 -> fetch(modem, given, 2, RAW_LIMIT);
            case 3 -> fetch(modem, given, 3, modem.dialect().has(Quirk.HEX_LIMIT_750) ? HEX_LIMIT : RAW_LIMIT);
            default -> rest(modem, given);
        };
    }

    private static Outcome fetch(ModuleContext modem, Parameters given, int mode, int limit) {
        OptionalInt number = given.number(1, 0, LAST_LINK);
        OptionalInt length = given.given(2) ? given.number(2, 1, limit) : OptionalInt.of(limit);
        if (number.isEmpty() || length.isEmpty() || given.count() > 3) {
            return modem.ipError(ErrorInfo.INVALID_PARAMETER);
        }
        Link link = modem.links().link(number.getAsInt());
        if (link != null) {
            link.refresh();
        }
        if (link == null || link.buffered() == 0) {
            return mode == 3 && modem.dialect().has(Quirk.HEX_CME_ERROR)
                    ? modem.cmeError(3, "operation not allowed")
                    : modem.ipError(ErrorInfo.NO_DATA);
        }
        byte[] data = link.read(mode == 3 ? Math.min(length.getAsInt(), HEX_LIMIT) : length.getAsInt());
        String head = "+CIPRXGET: " + mode + ',' + link.number() + ',' + data.length + ',' + link.buffered();
        modem.answer(head, tail(modem, mode == 2 ? data : hex(modem, data)));
        return Outcome.OK;
    }

    private static Outcome rest(ModuleContext modem, Parameters given) {
        OptionalInt number = given.number(1, 0, LAST_LINK);
        if (number.isEmpty() || given.count() > 2) {
            return modem.ipError(ErrorInfo.INVALID_PARAMETER);
        }
        Link link = modem.links().link(number.getAsInt());
        if (link == null) {
            return modem.ipError(ErrorInfo.NO_DATA);
        }
        link.refresh();
        modem.answer("+CIPRXGET: 4," + link.number() + ',' + link.buffered());
        return Outcome.OK;
    }

    private static byte[] hex(ModuleContext modem, byte[] data) {
        String upper = HexFormat.of().withUpperCase().formatHex(data);
        if (modem.dialect().has(Quirk.HEX_LOWER)) {
            upper = HexFormat.of().formatHex(data);
        } else if (modem.dialect().has(Quirk.HEX_MIXED)) {
            String lower = HexFormat.of().formatHex(data);
            StringBuilder mixed = new StringBuilder(upper);
            for (int i = 0; i < mixed.length(); i += 3) {
                mixed.setCharAt(i, lower.charAt(i));
            }
            upper = mixed.toString();
        }
        String front = modem.dialect().has(Quirk.HEX_TWO_CRLF) ? "\r\n" : "";
        return (front + upper).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] tail(ModuleContext modem, byte[] data) {
        if (!modem.dialect().has(Quirk.BLANK_AFTER_DATA)) {
            return data;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(data.length + 2);
        all.writeBytes(data);
        all.writeBytes(LINE_END);
        return all.toByteArray();
    }
}
