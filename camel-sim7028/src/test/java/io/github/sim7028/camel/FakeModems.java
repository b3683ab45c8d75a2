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
package io.github.sim7028.camel;

import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.settings.ModemProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Modems that confirm what they are told to and receive what they are given: the component without a driver. */
final class FakeModems extends ModemRegistry {

    final List<ModemProfile> profiles = new CopyOnWriteArrayList<>();
    final List<FakeLink> links = new CopyOnWriteArrayList<>();
    final List<ServerSpec> servers = new CopyOnWriteArrayList<>();
    final AtomicInteger leased = new AtomicInteger();
    /** The modems themselves, where a test needs any. */
    volatile Function<ModemProfile, Modem> modem = profile -> null;

    /** Runs as a modem is leased. */
    volatile Fence.Action leasing = () -> {};

    /** Runs as a link is leased, before its user has it. */
    volatile Fence.Action linking = () -> {};

    volatile Sim7028Exception linkRefusal;
    volatile boolean confirming = true;
    volatile boolean reading = true;
    /** Whether what is sent goes to the module at once. */
    volatile boolean beginning = true;

    private FakeModems() {
        super(null);
    }

    static FakeModems in(Sim7028Component component) {
        FakeModems modems = new FakeModems();
        component.setRegistries(runtime -> modems);
        return modems;
    }

    @Override
    public ModemLease lease(ModemProfile profile) {
        Fence.run(leasing, failure -> {});
        profiles.add(profile);
        leased.incrementAndGet();
        return new ModemLease() {
            @Override
            public Modem modem() {
                return modem.apply(profile);
            }

            @Override
            public LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
                if (linkRefusal != null) {
                    throw linkRefusal;
                }
                FakeLink link = new FakeLink(profile.name(), spec, receiver);
                links.add(link);
                Fence.run(linking, failure -> {});
                return link;
            }

            @Override
            public ServerLease server(ServerSpec spec, ServerAcceptor acceptor) {
                servers.add(spec);
                return new FakeServer(spec);
            }

            @Override
            public CompletableFuture<Void> release() {
                leased.decrementAndGet();
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    FakeLink link() {
        return links.get(links.size() - 1);
    }

    ModemProfile profile() {
        return profiles.get(profiles.size() - 1);
    }

    record Sent(byte[] bytes, Outbound message, CompletableFuture<Receipt> result) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Nobody connects to it. */
    private record FakeServer(ServerSpec spec) implements ServerLease {

        @Override
        public List<ClientConnection> clients() {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> release() {
            return CompletableFuture.completedFuture(null);
        }
    }

    final class FakeLink implements LinkLease {

        final String modem;
        final LinkSpec spec;
        final LinkReceiver receiver;
        final List<Sent> sent = new CopyOnWriteArrayList<>();
        final List<String> reconnected = new CopyOnWriteArrayList<>();
        final AtomicInteger resumed = new AtomicInteger();
        volatile boolean released;

        FakeLink(String modem, LinkSpec spec, LinkReceiver receiver) {
            this.modem = modem;
            this.spec = spec;
            this.receiver = receiver;
        }

        @Override
        public LinkSpec spec() {
            return spec;
        }

        @Override
        public CompletableFuture<Receipt> send(Outbound message) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            CompletableFuture<Receipt> result = new CompletableFuture<>();
            try {
                byte[] next;
                while (reading && (next = message.payload().next(1500)).length > 0) {
                    all.writeBytes(next);
                }
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
            if (beginning && message.begun() != null) {
                message.begun().run();
            }
            sent.add(new Sent(all.toByteArray(), message, result));
            if (confirming) {
                confirm();
            }
            return result;
        }

        /** What was sent last goes to the module. */
        void begin() {
            sent.get(sent.size() - 1).message().begun().run();
        }

        void confirm() {
            sent.forEach(message ->
                    message.result().complete(new Receipt(message.bytes().length, message.bytes().length, 1)));
        }

        @Override
        public void resume() {
            resumed.incrementAndGet();
        }

        @Override
        public LinkSnapshot snapshot() {
            return null;
        }

        @Override
        public void reconnect(String reason) {
            reconnected.add(reason);
        }

        @Override
        public CompletableFuture<Void> release() {
            released = true;
            return CompletableFuture.completedFuture(null);
        }

        void receive(String... pieces) {
            for (String piece : pieces) {
                receiveFrom(null, 0, piece);
            }
        }

        void receiveFrom(String host, int port, String piece) {
            byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
            receiver.received(new Inbound(bytes, 1, host, port, 0, Instant.now(), 1));
        }
    }
}
