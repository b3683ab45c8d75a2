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
package io.github.sim7028.at.command;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.SecretMasker;
import java.util.function.Function;
import java.util.regex.MatchResult;

/** The commands that need no class of their own: a setting answered with OK, or a question with one line for an answer. */
public final class StandardCommands {

    private static final String NUMBER = "([0-9]{1,7})";

    private StandardCommands() {}

    // ---- 3GPP TS 27.007 and V.250, as the flow of 1.2 uses them

    /** AT: a sign of life. */
    public static AtCommand<Void> attention() {
        return SimpleCommand.question("AT");
    }

    /** ATE0: stops repeating commands. */
    public static AtCommand<Void> echoOff() {
        return new SimpleCommand("ATE0");
    }

    /** AT+CMEE=1: errors with numbers. */
    public static AtCommand<Void> numericErrors() {
        return new SimpleCommand("AT+CMEE=1");
    }

    /** AT+CMEE?: how errors are shown. */
    public static AtCommand<Integer> errorNumbers() {
        return query("AT+CMEE?", "\\+CMEE: ?([0-2])", m -> number(m, 1));
    }

    /** AT+CGATT?: 1 is attached to the packet service. On NB-IoT it says nothing about the registration. */
    public static AtCommand<Integer> attached() {
        return query("AT+CGATT?", "\\+CGATT: ?([01])", m -> number(m, 1));
    }

    /** AT+CPIN?: the SIM's state, {@code READY} or what it waits for. */
    public static AtCommand<String> simState() {
        return query(
                "AT+CPIN?", "\\+CPIN: ?(.+)", m -> AtSyntax.foreign(m.group(1).trim()));
    }

    /** AT+CPIN=: gives the PIN, which logs never show. */
    public static AtCommand<Void> enterPin(String pin) {
        return new SimpleCommand("AT+CPIN=\"" + pin + "\"", "AT+CPIN=\"***\"");
    }

    /** AT+CFUN?: 1 is full functionality. */
    public static AtCommand<Integer> functionality() {
        return query("AT+CFUN?", "\\+CFUN: ?" + NUMBER + ".*", m -> number(m, 1));
    }

    /** AT+CSQ: received signal strength, 0 to 31, 99 unknown. */
    public static AtCommand<Integer> signal() {
        return query("AT+CSQ", "\\+CSQ: ?" + NUMBER + ",.*", m -> number(m, 1));
    }

    /** AT+CEREG=1: the module reports when its registration changes. */
    public static AtCommand<Void> reportRegistration() {
        return new SimpleCommand("AT+CEREG=1");
    }

    /** A command that restarts the module, as AT+QCRST (not in the note) or AT+CFUN=1,1. */
    public static AtCommand<Void> restart(String command) {
        String text = AtSyntax.requireCommand("restartCommand", command);
        return SimpleCommand.disconnecting(text, SecretMasker.maskedCommand(text));
    }

    // ---- the note

    /** AT+NETOPEN? (2.1.1): whether the network is open. */
    public static AtCommand<Boolean> networkOpen() {
        return new QueryCommand<>("AT+NETOPEN?", NetOpen.KEY, "\\+NETOPEN: ?([01])", m -> m.group(1)
                        .equals("1"))
                .withUrgency(AtCommand.Urgency.WORK);
    }

    /** AT+CIPOPEN=? (2.1.3): how many links the module has. */
    public static AtCommand<Integer> linkCount() {
        return query("AT+CIPOPEN=?", "\\+CIPOPEN: ?\\(0-([0-9])\\).*", m -> number(m, 1) + 1);
    }

    /** AT+SERVERSTART=? (2.1.14): how many TCP servers the module can run. */
    public static AtCommand<Integer> serverCount() {
        return query(
                "AT+SERVERSTART=?", "\\+SERVERSTART: ?\\([0-9]+-[0-9]+\\), ?\\(0-([0-9])\\).*", m -> number(m, 1) + 1);
    }

    /** AT+CIPRXGET=0 or 1 (2.1.5): pushed or buffered reception. */
    public static AtCommand<Void> receiveBuffered(boolean buffered) {
        return new SimpleCommand("AT+CIPRXGET=" + (buffered ? 1 : 0));
    }

    /** AT+CIPRXGET? (2.1.5): whether received data is buffered. */
    public static AtCommand<Boolean> receivesBuffered() {
        return query("AT+CIPRXGET?", "\\+CIPRXGET: ?([01])", m -> m.group(1).equals("1"));
    }

    /** AT+CIPRXGET=4 (2.1.5): how many bytes wait on a link. */
    public static AtCommand<Integer> waiting(int link) {
        return query("AT+CIPRXGET=4," + link, "\\+CIPRXGET: ?4, ?" + link + ", ?" + NUMBER, m -> number(m, 1));
    }

    /** AT+IPADDR (2.1.7): the module's own address; empty on a firmware that tells none, or not yet. */
    public static AtCommand<String> address() {
        return query(
                        "AT+IPADDR",
                        "\\+IPADDR: ?(.*)",
                        m -> AtSyntax.foreign(m.group(1).replace("\"", "").trim()))
                .orSilence("");
    }

    /** AT+CIPHEAD=1 (2.1.8): received data comes with a length. */
    public static AtCommand<Void> showHeader() {
        return new SimpleCommand("AT+CIPHEAD=1");
    }

    /** AT+CIPHEAD? (2.1.8). */
    public static AtCommand<Boolean> headerShown() {
        return query("AT+CIPHEAD?", "\\+CIPHEAD: ?([01])", m -> m.group(1).equals("1"));
    }

    /** AT+CIPSRIP=1 (2.1.9): received data comes with its sender. */
    public static AtCommand<Void> showSender() {
        return new SimpleCommand("AT+CIPSRIP=1");
    }

    /** AT+CIPSRIP? (2.1.9). */
    public static AtCommand<Boolean> senderShown() {
        return query("AT+CIPSRIP?", "\\+CIPSRIP: ?([01])", m -> m.group(1).equals("1"));
    }

    /** AT+CIPMODE=0 (2.1.10): command mode. */
    public static AtCommand<Void> commandMode() {
        return new SimpleCommand("AT+CIPMODE=0");
    }

    /** AT+CIPMODE=1 (2.1.10): transparent mode, before NETOPEN. */
    public static AtCommand<Void> transparentMode() {
        return new SimpleCommand("AT+CIPMODE=1");
    }

    /** AT+CIPMODE? (2.1.10). */
    public static AtCommand<Integer> accessMode() {
        return query("AT+CIPMODE?", "\\+CIPMODE: ?([01])", m -> number(m, 1));
    }

    /** {@code AT&D1} (1.3): the drop of DTR leaves data mode. */
    public static AtCommand<Void> leaveByDtr() {
        return new SimpleCommand("AT&D1");
    }

    /** AT+CIPSENDMODE (2.1.11): whether a confirmation waits for the peer's acknowledgement. */
    public static AtCommand<Void> confirmAcknowledged(boolean acknowledged) {
        return new SimpleCommand("AT+CIPSENDMODE=" + (acknowledged ? 1 : 0));
    }

    /** AT+CIPSENDMODE? (2.1.11). */
    public static AtCommand<Integer> sendMode() {
        return query("AT+CIPSENDMODE?", "\\+CIPSENDMODE: ?([01])", m -> number(m, 1));
    }

    /** AT+CIPTIMEOUT (2.1.12): limits of NETOPEN, CIPOPEN and CIPSEND, each 3000 to 120000 ms. */
    public static AtCommand<Void> timeouts(long netOpen, long open, long send) {
        return new SimpleCommand("AT+CIPTIMEOUT=" + netOpen + "," + open + "," + send);
    }

    /**
     * AT+CIPCCFG (2.1.13), with errors in words and a link number in the header of pushed data.
     *
     * @param retransmissions 0 to 10
     * @param receiveDelay    0 to 1000 ms
     * @param minTimeout      500 to 120000 ms
     */
    public static AtCommand<Void> socketParameters(int retransmissions, long receiveDelay, long minTimeout) {
        return new SimpleCommand("AT+CIPCCFG=" + retransmissions + "," + receiveDelay + ",0,1,1,0," + minTimeout);
    }

    /** AT+CIPCCFG? (2.1.13): whether the header of pushed data has a link number. */
    public static AtCommand<Boolean> linkNumbersShown() {
        return query("AT+CIPCCFG?", "\\+CIPCCFG: ?(?:[0-9]+, ?){4}([01]), ?.*", m -> m.group(1)
                .equals("1"));
    }

    /** AT+CDNSGIP (2.1.17): the address of a name. */
    public static AtCommand<String> resolve(String name) {
        return new DnsLookup(name);
    }

    /**
     * AT+SERVERSTART (2.1.14): listens for TCP clients.
     *
     * @param backlog 1 to 3
     */
    public static AtCommand<Void> serverStart(int port, int index, int backlog) {
        return new SimpleCommand("AT+SERVERSTART=" + port + "," + index + "," + backlog);
    }

    /**
     * AT+CTCPKA (2.1.19): TCP's own heartbeat.
     *
     * @param idle     minutes, 1 to 120
     * @param count    1 to 10
     * @param interval minutes
     */
    public static AtCommand<Void> tcpKeepAlive(boolean enabled, long idle, int count, long interval) {
        return new SimpleCommand("AT+CTCPKA=" + (enabled ? 1 : 0) + "," + idle + "," + count + "," + interval);
    }

    /** AT+CDNSCFG (2.1.20): the name servers of one IP version; {@code secondary} may be null. */
    public static AtCommand<Void> nameServers(String primary, String secondary, boolean ipv6) {
        return new SimpleCommand(
                "AT+CDNSCFG=" + primary + "," + (secondary == null ? "" : secondary) + "," + (ipv6 ? 1 : 0));
    }

    private static <R> QueryCommand<R> query(String text, String shape, Function<MatchResult, R> reading) {
        return new QueryCommand<>(text, "", shape, reading);
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
