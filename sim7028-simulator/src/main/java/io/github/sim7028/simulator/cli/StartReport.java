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

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModems;
import io.github.sim7028.simulator.control.Json;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the program says when its modems run.
 *
 * @param addresses where they listen, in their order; empty for none
 * @param rfc2217 whether they speak RFC 2217 there
 * @param control where they are controlled over HTTP; null for nowhere
 */
record StartReport(
        VirtualModems modems, List<InetSocketAddress> addresses, boolean rfc2217, InetSocketAddress control) {

    /** In one line, for programs. */
    String json() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (VirtualModem modem : modems.all()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", modem.name().orElse(""));
            if (!addresses.isEmpty()) {
                InetSocketAddress at = addresses.get(list.size());
                entry.put("host", at.getAddress().getHostAddress());
                entry.put("port", at.getPort());
                if (rfc2217) {
                    entry.put("protocol", "rfc2217");
                }
            }
            entry.put("imei", modem.identity().imei());
            entry.put("iccid", modem.identity().iccid());
            list.add(entry);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("modems", list);
        if (control != null) {
            report.put("control", url());
        }
        return Json.of(report);
    }

    /** In lines for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!addresses.isEmpty()) {
            listening(lines);
        }
        if (control != null) {
            lines.add("Control: " + url());
            if (!control.getAddress().isLoopbackAddress()) {
                lines.add(
                        "Warning: whoever reaches " + text(control) + " controls the modems and reads their dialogue");
            }
        }
        VirtualModem first = modems.get(1);
        lines.add("Times: " + first.times() + ". "
                + (first.times().startsWith(ModemArguments.REAL)
                        ? "For a module without waiting: --times fast"
                        : "For the times of hardware: --times real"));
        if (first.savesPower()) {
            lines.add("Power saving is on, as in the factory: some minutes after its last traffic the module does not "
                    + "answer. AT+CPSMS=0 keeps it awake; -o rxWakes=true lets any byte wake it");
        }
        return lines;
    }

    private void listening(List<String> lines) {
        InetSocketAddress first = addresses.get(0);
        String host = first.getAddress().getHostAddress();
        String trial = rfc2217
                ? ", with RFC 2217; the device of the component is rfc2217://" + text(first)
                : "; try: nc " + host + ' ' + first.getPort();
        int last = addresses.size() - 1;
        if (last == 0) {
            lines.add("A virtual SIM7028 listens on " + text(first) + trial);
        } else if (consecutive()) {
            lines.add(addresses.size() + " virtual SIM7028 listen on " + text(first) + " to "
                    + addresses.get(last).getPort() + ", " + name(0) + " to " + name(last) + trial);
        } else {
            for (int i = 0; i <= last; i++) {
                lines.add("The virtual SIM7028 " + name(i) + " listens on " + text(addresses.get(i)));
            }
        }
    }

    private String url() {
        String host = control.getAddress().getHostAddress();
        boolean ipv6 = host.indexOf(':') >= 0;
        return "http://" + (ipv6 ? '[' + host + ']' : host) + ':' + control.getPort() + '/';
    }

    private boolean consecutive() {
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).getPort() != addresses.get(0).getPort() + i) {
                return false;
            }
        }
        return true;
    }

    private String name(int index) {
        return modems.get(index + 1).name().orElse("");
    }

    private static String text(InetSocketAddress at) {
        return at.getAddress().getHostAddress() + ':' + at.getPort();
    }
}
