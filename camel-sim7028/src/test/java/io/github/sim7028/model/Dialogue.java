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
package io.github.sim7028.model;

import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.model.Plan.Happens;
import io.github.sim7028.model.Plan.Pass;
import io.github.sim7028.model.Plan.Peer;
import io.github.sim7028.model.Plan.Receive;
import io.github.sim7028.model.Plan.Send;
import io.github.sim7028.model.Plan.Step;
import io.github.sim7028.model.Plan.Trouble;
import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.modem.settings.TransferSettings;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** Plays a {@link Plan}: the driver on a virtual clock, a {@link FaultyModule}, and a {@link LinkModel} that watches their line. */
final class Dialogue implements AutoCloseable {

    static final int PORT = 1000;

    /** How long a send's result is awaited. */
    static final Duration SEND_TIMEOUT = Duration.ofSeconds(20);

    /** When every message must have its outcome: it may wait for the modem, in its queue, and for its confirmation. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** For how long what the peers sent may be on its way. */
    private static final Duration HEARING = Duration.ofMinutes(2);

    private static final Duration MESSAGE_LIMIT = Duration.ofSeconds(30);

    /** A message and what the driver says of it. */
    static final class Sending {
        final Message message;
        private final CompletableFuture<Receipt> future;

        Sending(Message message, CompletableFuture<Receipt> future) {
            this.message = message;
            this.future = future;
        }

        boolean ended() {
            return future.isDone();
        }

        boolean confirmed() {
            return future.isDone() && !future.isCompletedExceptionally();
        }

        /** Null where it was confirmed. */
        SendOutcome failure() {
            try {
                future.join();
                return null;
            } catch (CompletionException e) {
                return ((Sim7028SendException) e.getCause()).getOutcome();
            }
        }

        String told() {
            if (!ended()) {
                return "nothing";
            }
            try {
                return "confirmed " + future.join().confirmed();
            } catch (CompletionException e) {
                return failure() + " (" + e.getCause().getMessage() + ")";
            }
        }
    }

    /** What the driver has handed over of a peer's data. */
    static final class Heard {
        final int peer;
        final Collector collector;

        Heard(int peer, Collector collector) {
            this.peer = peer;
            this.collector = collector;
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Inbound inbound : collector.pieces()) {
                all.writeBytes(inbound.data());
            }
            return all.toByteArray();
        }

        /** Whether the driver has said that something is lost. */
        boolean lossReported() {
            return !collector.failures().isEmpty() || !collector.closed().isEmpty();
        }
    }

    /** Changes what the driver says, to show that it would be noticed; this one changes nothing. */
    interface Liar {

        default CompletableFuture<Receipt> says(CompletableFuture<Receipt> outcome) {
            return outcome;
        }

        default LinkReceiver hands(Collector receiver) {
            return receiver;
        }
    }

    final Plan plan;
    private final Liar liar;
    private final VirtualRig rig;
    final LinkModel model;
    final FaultyModule module;
    final List<Sending> sendings = new ArrayList<>();
    final List<Heard> heard = new ArrayList<>();
    final List<Message> received = new ArrayList<>();
    private final List<LinkLease> links = new ArrayList<>();
    private final Accepting clients = new Accepting();

    Dialogue(Plan plan) {
        this(plan, new Liar() {});
    }

    /** @param liar comes between the driver and who judges it */
    Dialogue(Plan plan, Liar liar) {
        this.plan = plan;
        this.liar = liar;
        Plan.Manner manner = plan.manner();
        rig = new VirtualRig(profile -> profile.with(Changed.with(
                TransferSettings.DEFAULT,
                "receiveMode",
                manner.buffered() ? ReceiveMode.BUFFERED : ReceiveMode.PUSH,
                "sendMode",
                manner.acknowledged() ? SendMode.ACK : SendMode.STACK,
                "sendWindow",
                manner.sendWindow(),
                "connectTimeout",
                Duration.ofSeconds(5),
                "sendTimeout",
                SEND_TIMEOUT,
                "pollInterval",
                Duration.ofSeconds(5),
                "modemWaitTimeout",
                Duration.ofMinutes(1))));
        model = new LinkModel(rig.timer::nanoTime);
        module = new FaultyModule(rig.module, rig.timer, plan);
        rig.profile = Changed.with(rig.profile, "line", new WireTap(rig.module, module, model, manner.chunk()));
    }

    static String host(int peer) {
        return "10.0.0." + (9 + peer);
    }

    /** Does all that was planned, and waits until nothing more can come of it. */
    Dialogue play() throws Sim7028Exception {
        ModemLease lease = rig.ready();
        for (int peer = 0; peer < plan.peers().size(); peer++) {
            links.add(link(lease, peer));
        }
        rig.settle();
        if (plan.peers().contains(Peer.CLIENT)) {
            rig.passUntil(module::listening, HEARING);
            module.happens(Trouble.CLIENT, -1, 0);
            rig.settle();
        }
        plan.steps().forEach(this::step);
        passWhile(() -> !sendings.stream().allMatch(Sending::ended), LIMIT);
        passWhile(() -> !Verdict.lost(this).isEmpty(), HEARING);
        return this;
    }

    private void passWhile(BooleanSupplier condition, Duration limit) {
        long end = rig.timer.nanoTime() + limit.toNanos();
        while (condition.getAsBoolean() && rig.timer.nanoTime() < end) {
            rig.pass(Duration.ofSeconds(1));
        }
    }

    private LinkLease link(ModemLease lease, int peer) throws Sim7028Exception {
        if (plan.peers().get(peer) == Peer.CLIENT) {
            lease.server(new ServerSpec(FaultyModule.SERVER_PORT, 0, 3, List.of(), 0), clients);
            return null;
        }
        return lease.link(
                plan.peers().get(peer) == Peer.UDP
                        ? LinkSpec.udp(host(peer), PORT).withLocalPort(5000)
                        : LinkSpec.tcp(host(peer), PORT),
                receiver(peer));
    }

    private LinkReceiver receiver(int peer) {
        Collector collector = new Collector();
        heard.add(new Heard(peer, collector));
        return liar.hands(collector);
    }

    private void step(Step step) {
        if (step instanceof Send send) {
            send(send);
        } else if (step instanceof Receive receive) {
            receive(receive);
        } else if (step instanceof Pass pass) {
            rig.pass(Duration.ofMillis(pass.millis()));
        } else if (step instanceof Happens now) {
            module.happens(now.trouble(), now.peer() % plan.peers().size(), now.millis());
        }
        rig.settle();
    }

    private void send(Send send) {
        int peer = send.peer() % plan.peers().size();
        boolean client = plan.peers().get(peer) == Peer.CLIENT;
        if (sendings.size() == Message.MAX || client && clients.accepted.isEmpty()) {
            return;
        }
        int length = plan.peers().get(peer) == Peer.UDP ? Math.min(send.length(), 1400) : send.length();
        ClientConnection to = client ? clients.accepted.get(clients.accepted.size() - 1) : null;
        Message message = Message.of(sendings.size(), peer, length, send.ugly(), to == null ? null : to.port());
        Outbound outbound = new Outbound(
                Payload.of(message.content()),
                host(peer),
                PORT,
                MESSAGE_LIMIT,
                plan.manner().coalesce());
        sendings.add(new Sending(message, liar.says(to == null ? links.get(peer).send(outbound) : to.send(outbound))));
    }

    private void receive(Receive receive) {
        int peer = receive.peer() % plan.peers().size();
        Connection connection = module.of(peer);
        if (received.size() < Message.MAX && connection != null) {
            int length = connection.kind == Peer.UDP ? Math.min(receive.length(), 1400) : receive.length();
            Message message = Message.of(received.size(), peer, length, receive.ugly(), connection);
            received.add(message);
            module.comes(message, connection);
        }
    }

    @Override
    public void close() {
        rig.close();
    }

    private final class Accepting implements ServerAcceptor {
        private final List<ClientConnection> accepted = new ArrayList<>();

        @Override
        public LinkReceiver accepted(ClientConnection client) {
            accepted.add(client);
            return receiver(plan.peers().indexOf(Peer.CLIENT));
        }

        @Override
        public void gone(ClientConnection client, String reason) {}

        @Override
        public void failed(Sim7028Exception reason) {}
    }
}
