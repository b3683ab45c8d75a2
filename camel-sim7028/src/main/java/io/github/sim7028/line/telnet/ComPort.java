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
package io.github.sim7028.line.telnet;

/** Numbers of RFC 2217. The server answers a command with the same number plus 100. */
public final class ComPort {

    public static final int SET_BAUD_RATE = 1;
    public static final int SET_DATA_SIZE = 2;
    public static final int SET_PARITY = 3;
    public static final int SET_STOP_SIZE = 4;
    public static final int SET_CONTROL = 5;
    public static final int FLOW_SUSPEND = 8;
    public static final int FLOW_RESUME = 9;
    public static final int SET_LINE_STATE_MASK = 10;
    public static final int SET_MODEM_STATE_MASK = 11;
    public static final int PURGE_DATA = 12;

    public static final int ANSWER = 100;

    public static final int DTR_ON = 8;
    public static final int DTR_OFF = 9;
    public static final int RTS_ON = 11;
    public static final int PURGE_BOTH = 3;

    private ComPort() {}
}
