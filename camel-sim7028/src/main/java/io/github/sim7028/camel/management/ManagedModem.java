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
package io.github.sim7028.camel.management;

import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ServingCell;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;

/** The MBean of a modem; public because JMX requires that. */
@ManagedResource(description = "A SIM7028 modem")
public final class ManagedModem {

    private static final int UNKNOWN_SIGNAL = 99;

    private final String name;
    private final Supplier<ModemSnapshot> snapshots;
    private final Supplier<String> reconnect;
    private final Supplier<String> diagnose;

    /**
     * @param snapshots the state of the modem, null while it is not in use
     * @param reconnect opens the line again and returns the state of the modem
     * @param diagnose  checks what is wrong and returns the findings
     */
    ManagedModem(
            String name, Supplier<ModemSnapshot> snapshots, Supplier<String> reconnect, Supplier<String> diagnose) {
        this.name = name;
        this.snapshots = snapshots;
        this.reconnect = reconnect;
        this.diagnose = diagnose;
    }

    private <T> T now(Function<ModemSnapshot, T> attribute, T otherwise) {
        ModemSnapshot snapshot = snapshots.get();
        return snapshot == null ? otherwise : attribute.apply(snapshot);
    }

    private String text(Function<ModemSnapshot, String> attribute) {
        return now(attribute, "");
    }

    private long count(Function<ModemSnapshot, Long> attribute) {
        return now(attribute, 0L);
    }

    private static String text(Instant time) {
        return time == null ? "" : time.toString();
    }

    @ManagedAttribute(description = "Name of the modem")
    public String getName() {
        return name;
    }

    @ManagedAttribute(description = "Device of the modem")
    public String getDevice() {
        return text(s -> s.device());
    }

    @ManagedAttribute(description = "Current state")
    public String getState() {
        return text(s -> s.state().words());
    }

    @ManagedAttribute(description = "Time of the last state change")
    public String getSince() {
        return text(s -> text(s.since()));
    }

    @ManagedAttribute(description = "Reason for the current state, empty if there is no problem")
    public String getReason() {
        return text(s -> s.reason());
    }

    @ManagedAttribute(description = "Time of the next attempt, empty if none is planned")
    public String getNextAttempt() {
        return text(s -> text(s.nextAttempt()));
    }

    @ManagedAttribute(description = "Time since which the modem is not ready, empty while the modem is ready")
    public String getAwaySince() {
        return text(s -> text(s.awaySince()));
    }

    @ManagedAttribute(description = "Whether links can be opened")
    public boolean isReady() {
        return now(ModemSnapshot::ready, false);
    }

    @ManagedAttribute(description = "Last known signal strength (RSSI), 0 to 31, 99 if unknown")
    public int getSignal() {
        return now(s -> s.signal() == null ? UNKNOWN_SIGNAL : s.signal().rssi(), UNKNOWN_SIGNAL);
    }

    @ManagedAttribute(description = "Last known received power (RSRP) of the serving cell in dBm, NaN if unknown")
    public double getRsrp() {
        return level(ServingCell::rsrp);
    }

    @ManagedAttribute(description = "Last known quality (RSRQ) of the serving cell in dB, NaN if unknown")
    public double getRsrq() {
        return level(ServingCell::rsrq);
    }

    @ManagedAttribute(description = "Last known ratio of signal to noise (SINR) in dB, NaN if unknown")
    public double getSinr() {
        return level(ServingCell::sinr);
    }

    @ManagedAttribute(description = "Last known serving cell with its levels, empty if unknown")
    public String getCell() {
        return text(s -> s.cell() == null ? "" : s.cell().describe());
    }

    private double level(Function<ServingCell, Number> level) {
        Number value = now(s -> s.cell() == null ? null : level.apply(s.cell()), null);
        return value == null ? Double.NaN : value.doubleValue();
    }

    @ManagedAttribute(description = "Last known network registration")
    public String getRegistration() {
        return text(s -> s.registration() == null ? "" : s.registration().words());
    }

    @ManagedAttribute(description = "Address of the module, empty while the modem is not ready")
    public String getAddress() {
        return text(s -> s.address());
    }

    @ManagedAttribute(description = "Number of bytes received on links")
    public long getBytesIn() {
        return count(s -> s.counters().bytesIn());
    }

    @ManagedAttribute(description = "Number of bytes that the module confirmed as sent")
    public long getBytesOut() {
        return count(s -> s.counters().bytesOut());
    }

    @ManagedAttribute(description = "Number of pieces or datagrams received")
    public long getMessagesIn() {
        return count(s -> s.counters().messagesIn());
    }

    @ManagedAttribute(description = "Number of messages accepted for sending")
    public long getMessagesOut() {
        return count(s -> s.counters().messagesOut());
    }

    @ManagedAttribute(description = "Number of messages that the module confirmed completely")
    public long getConfirmed() {
        return count(s -> s.counters().confirmed());
    }

    @ManagedAttribute(description = "Number of messages that were not sent")
    public long getNotSent() {
        return count(s -> s.counters().notSent());
    }

    @ManagedAttribute(description = "Number of messages whose outcome is unknown")
    public long getUnknown() {
        return count(s -> s.counters().unknown());
    }

    @ManagedAttribute(description = "Number of messages without an outcome yet")
    public long getQueued() {
        return count(s -> s.counters().queued());
    }

    @ManagedAttribute(description = "Number of times a message was kept for another attempt")
    public long getRetries() {
        return count(s -> s.counters().retries());
    }

    @ManagedAttribute(description = "Number of times a link was opened again")
    public long getReopens() {
        return count(s -> s.counters().reopens());
    }

    @ManagedAttribute(description = "Number of times the line was opened again")
    public long getLineReopens() {
        return count(s -> s.counters().lineReopens());
    }

    @ManagedAttribute(description = "Number of detected restarts of the module")
    public long getRestarts() {
        return count(s -> s.counters().restarts());
    }

    @ManagedAttribute(description = "Number of known unsolicited lines from the module")
    public long getUrcs() {
        return count(s -> s.counters().urcs());
    }

    @ManagedAttribute(description = "Number of unknown lines from the module")
    public long getUnknownLines() {
        return count(s -> s.counters().unknownLines());
    }

    @ManagedAttribute(description = "Number of messages written in transparent mode, where nothing is confirmed")
    public long getUnconfirmed() {
        return count(s -> s.counters().unconfirmed());
    }

    @ManagedAttribute(description = "Number of confirmations from the module that no message awaited")
    public long getStrayConfirmations() {
        return count(s -> s.counters().strayConfirmations());
    }

    @ManagedAttribute(description = "Number of outages, including the current one")
    public long getOutages() {
        return count(s -> s.counters().outages());
    }

    @ManagedAttribute(description = "Length of all outages together in seconds, including the current one")
    public long getOutageSeconds() {
        return count(s -> s.counters().outageTime().toSeconds());
    }

    @ManagedAttribute(description = "Time and text of the last error, empty if there is none")
    public String getLastError() {
        return text(s -> s.lastError() == null
                ? ""
                : s.lastError().time() + " " + s.lastError().what());
    }

    @ManagedAttribute(description = "Links in use")
    public String[] getLinks() {
        return now(s -> s.links().stream().map(LinkSnapshot::describe).toArray(String[]::new), new String[0]);
    }

    @ManagedOperation(description = "Closes the line and opens the line again; returns the state of the modem")
    public String reconnect() {
        return reconnect.get();
    }

    @ManagedOperation(description = "Checks step by step what is wrong; returns the findings and what to do")
    public String diagnose() {
        return diagnose.get();
    }
}
