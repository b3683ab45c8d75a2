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
package io.github.sim7028.simulator.control;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.HostCounts;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.report.LinkState;
import io.github.sim7028.simulator.report.ModemState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The state of a modem for people, and for programs. */
final class StateText {

    private static final int LATEST = 10;

    private StateText() {}

    /** In one line. */
    static String of(VirtualModem modem) {
        ModemState state = modem.state();
        List<String> parts = new ArrayList<>();
        parts.add(condition(state));
        parts.add("signal " + state.rssi());
        parts.add("registration " + lower(state.registration()));
        if (state.network() != state.registration()) {
            parts.add("finds " + lower(state.network()));
        }
        if (state.sim() != SimCard.State.READY) {
            parts.add("SIM " + lower(state.sim()));
        }
        parts.add(state.networkOpen() ? "network open" : "network closed");
        for (LinkState link : state.links()) {
            parts.add("link " + link.number() + ' ' + link.type() + ' ' + link.peer());
        }
        parts.add(state.host() ? "host connected" : "no host");
        int faults = modem.faults().set().size();
        if (faults > 0) {
            parts.add(faults + (faults == 1 ? " fault" : " faults"));
        }
        return String.join(", ", parts);
    }

    /** The faults that are set, and the latest that happened. */
    static String faults(VirtualModem modem) {
        List<Fault> set = modem.faults().set();
        List<String> fired = modem.faults().fired();
        StringBuilder text = new StringBuilder(set.isEmpty() ? "no faults" : "");
        set.forEach(fault -> text.append(text.isEmpty() ? "" : "; ").append(fault));
        text.append(", ").append(modem.faults().count()).append(" happened");
        fired.subList(Math.max(0, fired.size() - LATEST), fired.size())
                .forEach(fault -> text.append("\n  ").append(fault));
        return text.toString();
    }

    /** As a map, for JSON. */
    static Map<String, Object> map(VirtualModem modem) {
        ModemState state = modem.state();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", modem.name().orElse(""));
        map.put("imei", modem.identity().imei());
        map.put("iccid", modem.identity().iccid());
        map.put("condition", condition(state));
        map.put("signal", state.rssi());
        map.put("bitErrors", state.bitErrors());
        map.put("registration", lower(state.registration()));
        map.put("network", lower(state.network()));
        map.put("sim", lower(state.sim()));
        map.put("networkOpen", state.networkOpen());
        List<Map<String, Object>> links = new ArrayList<>();
        for (LinkState link : state.links()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("number", link.number());
            entry.put("type", link.type());
            entry.put("peer", link.peer());
            entry.put("sent", link.sent());
            entry.put("received", link.received());
            links.add(entry);
        }
        map.put("links", links);
        HostCounts hosts = modem.hostCounts();
        map.put("host", state.host());
        map.put("hostsConnected", hosts.connected());
        map.put("hostsRefused", hosts.refused());
        map.put("hostsKicked", hosts.kicked());
        map.put("bytesFromHost", modem.bytesIn());
        map.put("bytesToHost", modem.bytesOut());
        map.put("commands", modem.commandCount());
        map.put("faults", modem.faults().set().stream().map(Fault::toString).toList());
        map.put("faultsHappened", modem.faults().count());
        return map;
    }

    private static String condition(ModemState state) {
        if (state.mute()) {
            return "mute";
        } else if (!state.running()) {
            return "off or restarting";
        } else if (state.asleep()) {
            return "asleep";
        }
        return state.busy() ? "busy" : "running";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
