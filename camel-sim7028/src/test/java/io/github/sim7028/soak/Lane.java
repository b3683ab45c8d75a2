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
package io.github.sim7028.soak;

import io.github.sim7028.testnet.FreePort;
import java.io.IOException;

/** The books of one lane and its far end: a peer that is dialled, or the clients of a server. */
final class Lane implements AutoCloseable {

    private final SoakPlan.LanePlan plan;
    final Ledger ledger = new Ledger();
    final DownLedger downLedger = new DownLedger();
    private final FarSide farSide;
    private final Clients clients;
    private final int port;
    private long losses;
    private long mixed;
    private long strange;

    Lane(SoakPlan.LanePlan plan) {
        this.plan = plan;
        boolean serves = plan.kind() == SoakPlan.Kind.SERVER;
        farSide = serves ? null : new FarSide(plan, ledger, downLedger);
        port = serves ? FreePort.find() : farSide.port();
        clients = serves ? new Clients(plan, port) : null;
    }

    /** What the driver's process tells. */
    synchronized void told(String what, int number, String more) {
        switch (what) {
            case "begun" -> ledger.begin(number);
            case "settled" -> ledger.settle(number, Ledger.Outcome.valueOf(more));
            case "arrived" -> {
                if (clients != null) {
                    clients.arrived(number);
                } else {
                    downLedger.arrived(number);
                }
            }
            case "mixed" -> mixed++;
            case "loss" -> losses++;
            case "strange" -> strange++;
            default -> throw new IllegalArgumentException(what);
        }
    }

    String name() {
        return plan.name();
    }

    int port() {
        return port;
    }

    /** The peer, null for a server. */
    FarSide farSide() {
        return farSide;
    }

    /** The clients of a server, null for any other. */
    Clients clients() {
        return clients;
    }

    synchronized long losses() {
        return losses;
    }

    synchronized long strange() {
        return strange;
    }

    /** Replies to other requests than theirs. */
    synchronized long mixed() {
        return mixed + (clients == null ? 0 : clients.mixed());
    }

    long corrupt() {
        return ledger.corrupt() + downLedger.corrupt() + (clients == null ? 0 : clients.corrupt());
    }

    long doubled() {
        return ledger.doubled() + downLedger.doubled() + (clients == null ? 0 : clients.doubled());
    }

    boolean finished() {
        return farSide == null || farSide.finished();
    }

    int worstMinute() {
        return farSide == null ? 0 : farSide.dials().worst();
    }

    int dials() {
        return farSide == null ? 0 : farSide.dials().count();
    }

    @Override
    public void close() throws IOException {
        if (farSide != null) {
            farSide.close();
        }
    }
}
