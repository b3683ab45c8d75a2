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
package io.github.sim7028.simulator.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything commands can set; most of it is lost when the module restarts (NO_SAVE in the note), see {@link #restarted}. A
 * test reads a copy of it from the modem.
 */
public final class Settings {

    /** The S-registers of V.250 and what they hold at first. */
    public static final Map<String, Integer> S_REGISTERS = Map.ofEntries(
            Map.entry("S0", 0),
            Map.entry("S2", 43),
            Map.entry("S3", 13),
            Map.entry("S4", 10),
            Map.entry("S5", 8),
            Map.entry("S6", 2),
            Map.entry("S7", 60),
            Map.entry("S8", 2),
            Map.entry("S10", 15),
            Map.entry("S12", 50));

    /** A PDP context of {@code CGDCONT}. */
    public record Context(String type, String apn) {}

    /** User and password of {@code CGAUTH}. {@code protocol} is 1 for PAP, 2 for CHAP. */
    public record Authentication(int protocol, String user, String password) {
        @Override
        public String toString() {
            return "Authentication[protocol=" + protocol + ", user=" + user + ", password=***]";
        }
    }

    /** Command echo, {@code ATE}. */
    public boolean echo = true;
    /** No final results, {@code ATQ1}. */
    public boolean quiet = false;
    /** Final results in words, {@code ATV1}, or as numbers. */
    public boolean words = true;
    /** The S-registers by name. */
    public Map<String, Integer> registers = new TreeMap<>(S_REGISTERS);
    /** Error reporting, {@code CMEE}: 0 {@code ERROR}, 1 numbers, 2 words. */
    public int cmee = 0;
    /** What DTR does, {@code AT&D}. */
    public int dtrMode = 0;
    /** Reporting of {@code CREG}, {@code CGREG}, {@code CEREG}, by command name. */
    public Map<String, Integer> registrationReports = new TreeMap<>();
    /** Function level, {@code CFUN}. */
    public int functionLevel = 1;
    /** PDP contexts by number, {@code CGDCONT}. */
    public Map<Integer, Context> contexts = new TreeMap<>(Map.of(0, new Context("IP", "")));
    /** Contexts that the host has activated, {@code CGACT}. */
    public Set<Integer> activated = new TreeSet<>();
    /** The context that {@code NETOPEN} is to use, {@code CSOCKSETPN}; negative for the module's choice. */
    public int socketContext = -1;
    /** {@code CIPMODE} (2.1.10): 1 is transparent. */
    public int cipMode = 0;
    /** {@code CIPRXGET} (2.1.5): 1 is buffered. */
    public int receiveMode = 0;
    /** {@code CIPHEAD} (2.1.8). */
    public int header = 1;
    /** {@code CIPSRIP} (2.1.9). */
    public int showSender = 1;
    /** {@code CIPSENDMODE} (2.1.11): 1 waits for the peer's ACK. */
    public int sendMode = 0;
    /** {@code CIPTIMEOUT} (2.1.12) of NETOPEN, milliseconds. */
    public int netOpenTimeout = 120_000;
    /** {@code CIPTIMEOUT} (2.1.12) of CIPOPEN, milliseconds. */
    public int openTimeout = 120_000;
    /** {@code CIPTIMEOUT} (2.1.12) of CIPSEND, milliseconds. */
    public int sendTimeout = 120_000;
    /** {@code CIPCCFG} (2.1.13), number of retransmissions. */
    public int retries = 10;
    /** {@code CIPCCFG} (2.1.13), delay of received data in milliseconds. */
    public int receiveDelay = 0;
    /** {@code CIPCCFG} (2.1.13): 0 numbers, 1 words in {@code +IP ERROR}. */
    public int errMode = 1;
    /** {@code CIPCCFG} (2.1.13): 0 {@code +IPD}, 1 {@code +RECEIVE}. */
    public int headerType = 0;
    /** {@code CIPCCFG} (2.1.13), kept and without meaning. */
    public int asyncMode = 0;
    /** {@code CIPCCFG} (2.1.13), least retransmission timeout in milliseconds. */
    public int retransmissionTimeout = 500;
    /** {@code CSOCKSETPN} (2.1.18): 1 IPv4, 6 IPv6. */
    public int ipFamily = 1;
    /** {@code CTCPKA} (2.1.19). */
    public int keepAlive = 0;
    /** {@code CTCPKA} (2.1.19), minutes. */
    public int keepIdle = 1;
    /** {@code CTCPKA} (2.1.19). */
    public int keepCount = 1;
    /** {@code CTCPKA} (2.1.19), minutes. */
    public int keepInterval = 1;
    /** {@code CDNSCFG} (2.1.20): primary and secondary, IPv4 then IPv6. */
    public String[] dns = {"183.230.126.224", "183.230.126.225", "2409:8060:20EA:101::1", "2409:8060:20EA:201::1"};

    /** User and password of contexts, {@code CGAUTH}. */
    public Map<Integer, Authentication> authentications = new TreeMap<>();
    /** Bands that are searched, {@code QCBAND}. */
    public List<Integer> bands = Bands.all();
    /** {@code COPS}: 0 automatic, 1 by hand, 2 deregistered. */
    public int operatorMode = 0;
    /** {@code COPS}: 0 long, 1 short, 2 numeric. */
    public int operatorFormat = 2;
    /** Reports of the time zone, {@code CTZR}. */
    public int zoneReports = 0;
    /** Whether the network sets the clock, {@code CTZU}. */
    public int zoneUpdate = 1;
    /** The network's LED, {@code QCLEDMODE}. */
    public int ledMode = 1;
    /** Reports of PSM, {@code QCPSMR}. */
    public int psmReports = 0;
    /** The server of {@code CNTP}. */
    public String timeServer = "";
    /** The zone of {@code CNTP} in quarters of an hour. */
    public int timeServerZone = 0;
    /** The clock that {@code CCLK} shows. */
    public ModuleClock clock = ModuleClock.BY_NETWORK;
    /** {@code CPSMS}, {@code CEDRXS}, {@code QCPMUCFG}. */
    public PowerSaving powerSaving = PowerSaving.FACTORY;

    /** The settings of a module that starts for the first time. */
    public static Settings ofFactory(Dialect dialect) {
        Settings fresh = new Settings();
        if (dialect.has(Quirk.CONTEXT_ONE)) {
            fresh.contexts = new TreeMap<>(Map.of(1, new Context("IP", "")));
        }
        if (dialect.has(Quirk.CLOCK_UNSET)) {
            fresh.clock = ModuleClock.unset(Instant.now());
        }
        if (dialect.has(Quirk.FACTORY_AWAKE)) {
            fresh.powerSaving = PowerSaving.AWAKE;
        }
        return fresh;
    }

    /** What is left of these settings after a restart. */
    public Settings restarted(Dialect dialect) {
        Settings fresh = ofFactory(dialect);
        fresh.powerSaving = powerSaving.restarted(fresh.powerSaving);
        fresh.bands = bands;
        if (!dialect.has(Quirk.SETTINGS_LOST)) {
            if (contexts.containsKey(0)) {
                fresh.contexts.put(0, contexts.get(0));
            }
            fresh.cmee = cmee;
            fresh.registrationReports = registrationReports;
            fresh.zoneReports = zoneReports;
            fresh.zoneUpdate = zoneUpdate;
            fresh.psmReports = psmReports;
            fresh.ledMode = ledMode;
        }
        if (dialect.has(Quirk.ECHO_KEPT)) {
            fresh.echo = echo;
            fresh.quiet = quiet;
            fresh.dns = dns;
        }
        return fresh;
    }

    /** What {@code AT&F} does: the terminal's settings go back, those of TCP/IP stay. */
    public void factoryDefaults() {
        Settings fresh = new Settings();
        echo = fresh.echo;
        quiet = fresh.quiet;
        words = fresh.words;
        registers = fresh.registers;
        cmee = fresh.cmee;
        dtrMode = fresh.dtrMode;
        registrationReports = fresh.registrationReports;
    }

    /** What {@code AT+CIPCCFG} without parameters does. */
    public void socketDefaults() {
        Settings fresh = new Settings();
        retries = fresh.retries;
        receiveDelay = fresh.receiveDelay;
        errMode = fresh.errMode;
        headerType = fresh.headerType;
        asyncMode = fresh.asyncMode;
        retransmissionTimeout = fresh.retransmissionTimeout;
    }

    /** A copy that no longer changes with the modem. */
    public Settings copy() {
        Settings copy = new Settings();
        copy.echo = echo;
        copy.quiet = quiet;
        copy.words = words;
        copy.registers = new TreeMap<>(registers);
        copy.cmee = cmee;
        copy.dtrMode = dtrMode;
        copy.registrationReports = new TreeMap<>(registrationReports);
        copy.functionLevel = functionLevel;
        copy.contexts = new TreeMap<>(contexts);
        copy.activated = new TreeSet<>(activated);
        copy.socketContext = socketContext;
        copy.cipMode = cipMode;
        copy.receiveMode = receiveMode;
        copy.header = header;
        copy.showSender = showSender;
        copy.sendMode = sendMode;
        copy.netOpenTimeout = netOpenTimeout;
        copy.openTimeout = openTimeout;
        copy.sendTimeout = sendTimeout;
        copy.retries = retries;
        copy.receiveDelay = receiveDelay;
        copy.errMode = errMode;
        copy.headerType = headerType;
        copy.asyncMode = asyncMode;
        copy.retransmissionTimeout = retransmissionTimeout;
        copy.ipFamily = ipFamily;
        copy.keepAlive = keepAlive;
        copy.keepIdle = keepIdle;
        copy.keepCount = keepCount;
        copy.keepInterval = keepInterval;
        copy.dns = dns.clone();
        copy.authentications = new TreeMap<>(authentications);
        copy.bands = bands;
        copy.operatorMode = operatorMode;
        copy.operatorFormat = operatorFormat;
        copy.zoneReports = zoneReports;
        copy.zoneUpdate = zoneUpdate;
        copy.ledMode = ledMode;
        copy.psmReports = psmReports;
        copy.timeServer = timeServer;
        copy.timeServerZone = timeServerZone;
        copy.clock = clock;
        copy.powerSaving = powerSaving;
        return copy;
    }
}
