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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.spi.OnLoop;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What one AT+CIPSEND carries: a part of a message, a whole one, or several put together. */
@OnLoop
final class SendBatch {

    /** The bytes of one message in a piece. */
    record Part(PendingMessage message, byte[] bytes) {}

    private final List<Part> parts;
    private final byte[] bytes;
    private CipSend command;
    private BooleanSupplier begun = () -> false;
    private long end;

    SendBatch(List<Part> parts) {
        this.parts = parts;
        bytes = joined(parts);
        parts.forEach(part -> part.message().leaves(this));
    }

    List<Part> parts() {
        return parts;
    }

    PendingMessage first() {
        return parts.get(0).message();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Its first byte goes to the module. */
    void begins() {
        parts.forEach(part -> part.message().begins());
    }

    /** It goes with this command. */
    void command(CipSend given) {
        command = given;
        begun = given::begun;
    }

    /** It goes into a stream. */
    void stream(BooleanSupplier whetherBegun) {
        begun = whetherBegun;
    }

    CipSend command() {
        return command;
    }

    /** Whether any of it may have left. */
    boolean begun() {
        return begun.getAsBoolean();
    }

    /** Where it ends in all that has been handed over on its connection, in bytes. */
    long end() {
        return end;
    }

    void end(long position) {
        end = position;
    }

    /** Takes account of what was confirmed of it, in the order of its bytes. */
    void settle(int confirmed) {
        int left = Math.max(0, confirmed);
        for (Part part : parts) {
            int mine = Math.min(left, part.bytes().length);
            part.message().settled(this, part.bytes().length, mine);
            left -= mine;
        }
    }

    private static byte[] joined(List<Part> parts) {
        if (parts.size() == 1) {
            return parts.get(0).bytes();
        }
        byte[] all =
                new byte[parts.stream().mapToInt(part -> part.bytes().length).sum()];
        int position = 0;
        for (Part part : parts) {
            System.arraycopy(part.bytes(), 0, all, position, part.bytes().length);
            position += part.bytes().length;
        }
        return all;
    }
}
