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
package io.github.sim7028.simulator.cli;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where modems listen: {@code HOST:PORT} for one, {@code HOST:PORT+} for several at this port and the following ones.
 *
 * @param first the address of the first modem; port 0 for ports that the system chooses
 * @param counting whether further modems have the following ports
 */
record ListenAddress(InetSocketAddress first, boolean counting) {

    private static final Pattern FORM = Pattern.compile("(.+):(\\d{1,5})(\\+?)");

    /** Reads the value of an option. */
    static ListenAddress parse(String option, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > 0xffff) {
            throw new IllegalArgumentException(option + " requires HOST:PORT, not '" + text + "'");
        }
        InetSocketAddress address = new InetSocketAddress(form.group(1), Integer.parseInt(form.group(2)));
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(option + ": unknown host '" + form.group(1) + "'");
        }
        return new ListenAddress(address, !form.group(3).isEmpty());
    }

    /** Refuses a + where there is only one to listen. */
    ListenAddress alone(String option) {
        if (counting) {
            throw new IllegalArgumentException(option + " requires HOST:PORT without a +");
        }
        return this;
    }

    /** Refuses one port for several modems. */
    ListenAddress forModems(int count) {
        if (count > 1 && !counting) {
            throw new IllegalArgumentException("--listen requires a + after the port for " + count
                    + " modems: HOST:PORT+ is this port for the first modem and the following ports for the others, HOST:0+ "
                    + "lets the system choose the ports");
        }
        return this;
    }
}
