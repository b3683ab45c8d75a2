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
package io.github.sim7028.soak;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;

/** How messages stand in the stream of a connection: as lines, or behind a length of two bytes. */
final class Frames {

    private static final int MOST = 64 * 1024;

    private Frames() {}

    static byte[] read(DataInputStream input, SoakPlan.Kind kind) throws IOException {
        return kind == SoakPlan.Kind.LINES ? line(input) : counted(input);
    }

    private static byte[] line(DataInputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b = input.readByte(); b != '\n'; b = input.readByte()) {
            line.write(b);
            if (line.size() > MOST) {
                throw new IOException("a line without end");
            }
        }
        return line.toByteArray();
    }

    private static byte[] counted(DataInputStream input) throws IOException {
        byte[] frame = new byte[input.readUnsignedShort()];
        input.readFully(frame);
        return frame;
    }

    static byte[] framed(byte[] body, SoakPlan.Kind kind) {
        boolean lines = kind == SoakPlan.Kind.LINES;
        ByteArrayOutputStream frame = new ByteArrayOutputStream(body.length + 2);
        if (!lines) {
            frame.write(body.length >>> 8);
            frame.write(body.length);
        }
        frame.writeBytes(body);
        if (lines) {
            frame.write('\n');
        }
        return frame.toByteArray();
    }
}
