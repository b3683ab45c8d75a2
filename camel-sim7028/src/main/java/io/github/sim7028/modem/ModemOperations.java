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
package io.github.sim7028.modem;

import io.github.sim7028.modem.report.CommandAnswer;
import io.github.sim7028.modem.report.ContextsReport;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.HostPing;
import io.github.sim7028.modem.report.LinkTraffic;
import io.github.sim7028.modem.report.LinksReport;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.ModuleClock;
import io.github.sim7028.modem.report.ModuleIdentity;
import io.github.sim7028.modem.report.NetworkAddress;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.ResolvedName;
import io.github.sim7028.modem.report.RoundTrip;
import io.github.sim7028.modem.report.ServingCell;
import io.github.sim7028.modem.report.SignalQuality;
import io.github.sim7028.modem.report.SupplyVoltage;
import io.github.sim7028.modem.settings.ModemProfile;
import java.util.concurrent.CompletableFuture;

/**
 * Queries and controls a modem. No method waits: futures do not complete on the modem's loop; they complete within a limit, and otherwise fail
 * with a {@link Sim7028CommandException} that has the module's error code and text, a
 * {@link Sim7028ModemUnavailableException} that says why the modem cannot be queried, or an
 * {@link IllegalArgumentException} for an argument that must not be sent.
 */
public interface ModemOperations {

    /** All values at once; also while the modem is down, then with the last known values. */
    CompletableFuture<ModemReport> status();

    /**
     * AT+CGMI, AT+CGMM, AT+CGMR, AT+CGSN, AT+CIMI, AT+CICCID: the numbers and names of module and SIM card. A value that the
     * firmware refuses is null; fails if the firmware refuses all of them.
     */
    CompletableFuture<ModuleIdentity> identity();

    /** AT+CCLK?: the clock of the module. */
    CompletableFuture<ModuleClock> clock();

    /** AT+QCADC=Vbat: the supply voltage of the module. */
    CompletableFuture<SupplyVoltage> battery();

    /** AT+CSQ. */
    CompletableFuture<SignalQuality> signal();

    /** AT+CPSI? and AT+CESQ: the serving cell and its levels. A value that the firmware refuses is null. */
    CompletableFuture<ServingCell> cell();

    /** AT+CEREG?. */
    CompletableFuture<RegistrationState> registration();

    /** AT+IPADDR (2.1.7). */
    CompletableFuture<NetworkAddress> ipAddress();

    /** AT+CIPOPEN? (2.1.3), with the use of each link and its byte counts. */
    CompletableFuture<LinksReport> links();

    /** AT+CIPACK (2.1.16): the byte counts of a TCP link. */
    CompletableFuture<LinkTraffic> acknowledged(int link);

    /** AT+CDNSGIP (2.1.17): the address of a name. */
    CompletableFuture<ResolvedName> resolve(String name);

    /** AT: whether the module answers, and the round-trip time. */
    CompletableFuture<RoundTrip> ping();

    /** AT+QCPING: whether a host answers echo requests of the module. A host that does not answer is a result, not a failure. */
    CompletableFuture<HostPing> ping(String host);

    /** AT+CGDCONT?, AT+CGACT? and AT+CGPADDR: the PDP contexts. A value that the firmware refuses is null. */
    CompletableFuture<ContextsReport> contexts();

    /** AT+NETOPEN (2.1.1), with all steps that are required before; completes when the modem is ready. */
    CompletableFuture<ModemStatus> netOpen();

    /** AT+NETCLOSE (2.1.2): links are lost, and the network stays closed until {@link #netOpen()}. */
    CompletableFuture<ModemStatus> netClose();

    /** Closes the line and opens it again; completes when the modem is up. */
    CompletableFuture<ModemStatus> reconnect();

    /** AT+CFUN=1,1; completes when the modem is up again. */
    CompletableFuture<ModemStatus> restart();

    /**
     * Checks every step from the line to the links, and reports which steps are right, which are wrong, and what to do (1.2,
     * chapter 4); also, and especially, while the modem is down. Never fails because of a finding.
     */
    CompletableFuture<Diagnosis> diagnose();

    /**
     * Sends a command unchanged, if {@link ModemProfile#allowRawCommands()} allows it. Commands with a prompt, counted data
     * or data mode, and commands that change settings of the driver, are refused. The module must answer within the profile's
     * command timeout.
     */
    CompletableFuture<CommandAnswer> command(String line);
}
