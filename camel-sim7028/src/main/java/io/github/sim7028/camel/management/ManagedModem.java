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

import io.github.sim7028.modem.LinkSnapshot;
import io.github.sim7028.modem.ModemSnapshot;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;

/** One modem as JMX shows it. Public because JMX wants it so. */
@ManagedResource(description = "A SIM7028 modem")
public final class ManagedModem {

    private static final int UNKNOWN_SIGNAL = 99;

    private final String name;
    private final Supplier<ModemSnapshot> snapshots;
    private final Supplier<String> reconnect;
    private final Supplier<String> diagnose;

    /**
     * @param snapshots how the modem stands, null where there is nothing to see
     * @param reconnect opens the line again and says how the modem stands then
     * @param diagnose  looks for what is wrong and says what was found
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

    @ManagedAttribute(description = "What users call the modem")
    public String getName() {
        return name;
    }

    @ManagedAttribute(description = "Where it is attached")
    public String getDevice() {
        return text(s -> s.device());
    }

    @ManagedAttribute(description = "How far it has come")
    public String getState() {
        return text(s -> s.state().words());
    }

    @ManagedAttribute(description = "When it came to this state")
    public String getSince() {
        return text(s -> text(s.since()));
    }

    @ManagedAttribute(description = "Why it stands there, empty when all is well")
    public String getReason() {
        return text(s -> s.reason());
    }

    @ManagedAttribute(description = "When it is tried again, empty when nothing is planned")
    public String getNextAttempt() {
        return text(s -> text(s.nextAttempt()));
    }

    @ManagedAttribute(description = "Since when it has not been ready, empty while it is")
    public String getAwaySince() {
        return text(s -> text(s.awaySince()));
    }

    @ManagedAttribute(description = "Whether links can be opened")
    public boolean isReady() {
        return now(ModemSnapshot::ready, false);
    }

    @ManagedAttribute(description = "Received signal strength as last known, 0 to 31, 99 when unknown")
    public int getSignal() {
        return now(s -> s.signal() == null ? UNKNOWN_SIGNAL : s.signal().rssi(), UNKNOWN_SIGNAL);
    }

    @ManagedAttribute(description = "Registration as last known")
    public String getRegistration() {
        return text(s -> s.registration() == null ? "" : s.registration().words());
    }

    @ManagedAttribute(description = "The module's own address, empty while it is not ready")
    public String getAddress() {
        return text(s -> s.address());
    }

    @ManagedAttribute(description = "Bytes received on links")
    public long getBytesIn() {
        return count(s -> s.counters().bytesIn());
    }

    @ManagedAttribute(description = "Bytes the module confirmed as sent")
    public long getBytesOut() {
        return count(s -> s.counters().bytesOut());
    }

    @ManagedAttribute(description = "Pieces or datagrams received")
    public long getMessagesIn() {
        return count(s -> s.counters().messagesIn());
    }

    @ManagedAttribute(description = "Messages handed over for sending")
    public long getMessagesOut() {
        return count(s -> s.counters().messagesOut());
    }

    @ManagedAttribute(description = "Messages the module confirmed whole")
    public long getConfirmed() {
        return count(s -> s.counters().confirmed());
    }

    @ManagedAttribute(description = "Messages of which nothing left")
    public long getNotSent() {
        return count(s -> s.counters().notSent());
    }

    @ManagedAttribute(description = "Messages that may have arrived, or not")
    public long getUnknown() {
        return count(s -> s.counters().unknown());
    }

    @ManagedAttribute(description = "Messages of which it is not known yet what became of them")
    public long getQueued() {
        return count(s -> s.counters().queued());
    }

    @ManagedAttribute(description = "Times a message was kept for another attempt")
    public long getRetries() {
        return count(s -> s.counters().retries());
    }

    @ManagedAttribute(description = "Links opened again")
    public long getReopens() {
        return count(s -> s.counters().reopens());
    }

    @ManagedAttribute(description = "Times the line was opened again")
    public long getLineReopens() {
        return count(s -> s.counters().lineReopens());
    }

    @ManagedAttribute(description = "Restarts of the module that were noticed")
    public long getRestarts() {
        return count(s -> s.counters().restarts());
    }

    @ManagedAttribute(description = "Known lines from the module that nothing had asked for")
    public long getUrcs() {
        return count(s -> s.counters().urcs());
    }

    @ManagedAttribute(description = "Lines from the module that nobody understood")
    public long getUnknownLines() {
        return count(s -> s.counters().unknownLines());
    }

    @ManagedAttribute(description = "Messages the line took in transparent mode, where nothing is confirmed")
    public long getUnconfirmed() {
        return count(s -> s.counters().unconfirmed());
    }

    @ManagedAttribute(description = "Confirmations from the module that no message awaited")
    public long getStrayConfirmations() {
        return count(s -> s.counters().strayConfirmations());
    }

    @ManagedAttribute(description = "What went wrong last and when, empty when nothing has")
    public String getLastError() {
        return text(s -> s.lastError() == null
                ? ""
                : s.lastError().time() + " " + s.lastError().what());
    }

    @ManagedAttribute(description = "The links that somebody has a share in")
    public String[] getLinks() {
        return now(s -> s.links().stream().map(LinkSnapshot::describe).toArray(String[]::new), new String[0]);
    }

    @ManagedOperation(description = "Closes the line and opens it again; says how the modem stands then")
    public String reconnect() {
        return reconnect.get();
    }

    @ManagedOperation(description = "Looks step by step for what is wrong; says what was found and what to do about it")
    public String diagnose() {
        return diagnose.get();
    }
}
