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

import java.util.Arrays;

/** The data of a CIPSEND as it is typed: counted, or escaped up to Ctrl+Z (2.1.4). */
final class PromptInput {

    private static final int CTRL_Z = 0x1a;
    private static final int ESC = 0x1b;
    private static final int ETX = 0x03;
    private static final int FIRST_SIZE = 64;

    private enum Ending {
        DONE,
        CANCELLED,
        TOO_LONG
    }

    private final Outcome.PromptHandler handler;
    private byte[] data;
    private int length;
    private boolean escaped;
    private Ending ending;

    PromptInput(Outcome.PromptHandler handler) {
        this.handler = handler;
        this.data = new byte[Math.max(handler.length(), FIRST_SIZE)];
    }

    /** Takes what belongs to it and returns how much that was. */
    int take(byte[] bytes, int offset, int count) {
        if (handler.length() >= 0) {
            int n = Math.min(handler.length() - length, count);
            append(bytes, offset, n);
            ending = length == handler.length() ? Ending.DONE : null;
            return n;
        }
        int taken = 0;
        while (taken < count && ending == null) {
            int c = bytes[offset + taken] & 0xff;
            if (!escaped && c == ETX) {
                escaped = true;
            } else if (!escaped && c == CTRL_Z) {
                ending = Ending.DONE;
            } else if (!escaped && c == ESC) {
                ending = Ending.CANCELLED;
            } else if (length == ModuleContext.SEND_LIMIT) {
                ending = Ending.TOO_LONG;
            } else {
                escaped = false;
                append(bytes, offset + taken, 1);
            }
            taken++;
        }
        return taken;
    }

    private void append(byte[] bytes, int offset, int count) {
        if (length + count > data.length) {
            data = Arrays.copyOf(data, Math.min(ModuleContext.SEND_LIMIT, 2 * (length + count)));
        }
        System.arraycopy(bytes, offset, data, length, count);
        length += count;
    }

    boolean hasEnded() {
        return ending != null;
    }

    /** What was typed. */
    byte[] typed() {
        return Arrays.copyOf(data, length);
    }

    /** Hands the data over, once it has ended. */
    Outcome finish() {
        return switch (ending) {
            case DONE -> handler.done(typed());
            case CANCELLED -> handler.cancelled();
            case TOO_LONG -> handler.tooLong();
        };
    }
}
