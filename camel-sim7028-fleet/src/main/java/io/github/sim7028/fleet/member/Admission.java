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
package io.github.sim7028.fleet.member;

import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.line.util.ForeignText;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Decides which of the waiting commands are claimed next: those that a modem can take now, and those that no modem will get. The poll thread only. */
final class Admission {

    private final FleetSettings settings;
    private final Modems modems;
    private final ModemSteps steps;
    private final LongSupplier nanos;
    private final UnderWay underWay;
    /** In this turn: whether a modem is ready. */
    private final Map<String, Boolean> ready = new HashMap<>();
    /** Chosen commands that no modem will get, and why. */
    private final Map<Command, String> refusals = new IdentityHashMap<>();

    Admission(FleetSettings settings, Modems modems, ModemSteps steps, LongSupplier nanos) {
        this.settings = settings;
        this.modems = modems;
        this.steps = steps;
        this.nanos = nanos;
        this.underWay = new UnderWay(nanos, settings.maxWait().toNanos());
    }

    /** How many commands modems have. */
    int underWay() {
        return underWay.total();
    }

    /** Modems are asked anew whether they are ready. */
    void newTurn() {
        ready.clear();
    }

    private boolean ready(String modem) {
        return ready.computeIfAbsent(modem, name -> steps.stay(name) != null && modems.ready(name));
    }

    /** Whether the command is to be claimed now. */
    boolean admits(OwnedPartition partition, Command command) {
        String modem = command.modem();
        String refusal = refusal(partition, command);
        boolean ready = refusal == null && ready(modem);
        boolean full = refusal == null && underWay.of(modem) >= settings.maxUnderWay();
        if (refusal == null && (full || !ready) && waitedInVain(command)) {
            refusal = "modem " + ForeignText.quoted(modem) + " has confirmed nothing for maxWait ("
                    + settings.maxWait().toSeconds() + " s)" + (ready ? "" : " and is not ready");
        }
        if (refusal != null) {
            refusals.put(command, refusal);
            return true;
        }
        if (full || !ready) {
            return false;
        }
        underWay.begin(modem);
        return true;
    }

    private boolean waitedInVain(Command command) {
        boolean waitedLong =
                nanos.getAsLong() - command.receivedAt() > settings.maxWait().toNanos();
        return waitedLong && !underWay.answers(command.modem());
    }

    /** Why no modem will ever get the command; null if a modem may. */
    private String refusal(OwnedPartition partition, Command command) {
        String modem = command.modem();
        if (modem == null) {
            return "the record has no key; the key is the name of the modem";
        }
        int right = Partitions.of(modem, partition.partitions());
        if (right != partition.partition()) {
            return "wrong partition: Kafka's default partitioner puts the key " + ForeignText.quoted(modem)
                    + " into partition " + right;
        }
        return modems.known(modem) ? null : "the inventory has no modem " + ForeignText.quoted(modem);
    }

    /** The claim was committed. Returns why no modem will get the command; null if a modem will. */
    String granted(Command command) {
        return refusals.remove(command);
    }

    /** The claim was not committed. */
    void putBack(Command command) {
        if (refusals.remove(command) == null) {
            underWay.end(command.modem(), false);
        }
    }

    void ended(Command command, boolean confirmed) {
        underWay.end(command.modem(), confirmed);
    }
}
