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
package io.github.sim7028.camel.message;

import io.github.sim7028.modem.Payload;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** The bytes of a body that had to be taken whole. */
final class BufferedPayload implements Payload {

    private final byte[] bytes;
    private final BooleanSupplier givingBack;
    private int position;

    /** @param givingBack makes the body readable again and says whether that was possible */
    BufferedPayload(byte[] bytes, BooleanSupplier givingBack) {
        this.bytes = bytes;
        this.givingBack = givingBack;
    }

    @Override
    public byte[] next(int max) {
        int end = Math.min(bytes.length, position + max);
        byte[] piece = position == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, position, end);
        position = end;
        return piece;
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public boolean giveBack() {
        return givingBack.getAsBoolean();
    }
}
