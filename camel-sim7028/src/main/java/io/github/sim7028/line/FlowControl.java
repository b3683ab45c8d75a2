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
package io.github.sim7028.line;

import java.util.Locale;

/** How the two ends of a serial line stop each other from sending. */
public enum FlowControl {
    /** Not at all. */
    NONE,
    /** By the wires RTS and CTS, which must be connected at both ends. */
    RTSCTS;

    /**
     * The flow control of that name, in any case; {@code rts/cts} and {@code hardware} mean {@link #RTSCTS}.
     *
     * @throws IllegalArgumentException for another name, and for XON/XOFF with the reason why it cannot work
     */
    public static FlowControl of(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT).replaceAll("[/_-]", "");
        return switch (wanted) {
            case "none" -> NONE;
            case "rtscts", "hardware" -> RTSCTS;
            case "xonxoff", "software" ->
                throw new IllegalArgumentException("flow control '" + name
                        + "' cannot be used: payload is binary, and its bytes 0x11 and 0x13 would be taken for XON and XOFF;"
                        + " use none or rtscts");
            default ->
                throw new IllegalArgumentException("flow control '" + name + "' is not known: use none or rtscts");
        };
    }
}
