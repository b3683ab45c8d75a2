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

/** Numbers of RFC 2217. The server answers a command with the same number plus 100. */
final class ComPort {

    static final int SET_BAUD_RATE = 1;
    static final int SET_DATA_SIZE = 2;
    static final int SET_PARITY = 3;
    static final int SET_STOP_SIZE = 4;
    static final int SET_CONTROL = 5;
    static final int FLOW_SUSPEND = 8;
    static final int FLOW_RESUME = 9;
    static final int SET_LINE_STATE_MASK = 10;
    static final int SET_MODEM_STATE_MASK = 11;
    static final int PURGE_DATA = 12;

    static final int ANSWER = 100;

    static final int DTR_ON = 8;
    static final int DTR_OFF = 9;
    static final int RTS_ON = 11;
    static final int PURGE_BOTH = 3;

    private ComPort() {}

    static int parity(Parity parity) {
        return switch (parity) {
            case NONE -> 1;
            case ODD -> 2;
            case EVEN -> 3;
            case MARK -> 4;
            case SPACE -> 5;
        };
    }

    static int flowControl(FlowControl flowControl) {
        return switch (flowControl) {
            case NONE -> 1;
            case RTSCTS -> 3;
        };
    }
}
