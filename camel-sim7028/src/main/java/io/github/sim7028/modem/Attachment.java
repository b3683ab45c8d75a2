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

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** One lease of a link: what its owner wants to hear, and what came in while it had no room. */
final class Attachment implements LinkLease {

    /** How many bytes may wait for room before even an awaited answer has to. */
    static final long MAX_BACKLOG = 4L * 1024 * 1024;

    /** The connection a lease is of. */
    interface Owner {
        CompletableFuture<Receipt> send(Attachment attachment, Outbound message);

        void resume(Attachment attachment);

        LinkSnapshot snapshot();

        void reconnect(Attachment attachment, String reason);

        void release(Attachment attachment);
    }

    private final Owner link;
    private final LinkSpec spec;
    private final LinkReceiver receiver;
    private final Deque<Inbound> backlog = new ArrayDeque<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private long backlogBytes;
    private InetAddress address;
    private boolean told;

    Attachment(Owner link, LinkSpec spec, LinkReceiver receiver) {
        this.link = link;
        this.spec = spec;
        this.receiver = receiver;
        address = NumericHost.of(spec.host());
    }

    @Override
    public LinkSpec spec() {
        return spec;
    }

    @Override
    public CompletableFuture<Receipt> send(Outbound message) {
        boolean toOwnPeer = spec.protocol() == Protocol.UDP && message.host() == null;
        if (toOwnPeer && spec.host() == null) {
            throw new IllegalArgumentException("no destination: " + spec + " names no peer, so each message must");
        }
        return link.send(this, toOwnPeer ? message.to(spec.host(), spec.port()) : message);
    }

    @Override
    public LinkSnapshot snapshot() {
        return link.snapshot();
    }

    @Override
    public void resume() {
        link.resume(this);
    }

    @Override
    public void reconnect(String reason) {
        link.reconnect(this, reason);
    }

    @Override
    public CompletableFuture<Void> release() {
        link.release(this);
        return released;
    }

    // ---- on the modem's loop

    boolean receives() {
        return receiver != null;
    }

    long backlog() {
        return backlogBytes;
    }

    boolean hasRoom() {
        return receiver == null || backlog.isEmpty() && receiver.hasRoom();
    }

    /** Whether it wants datagrams of this sender; where the module does not tell the sender, it wants all. */
    boolean takes(String host, int port) {
        if (receiver == null) {
            return false;
        }
        if (spec.protocol() == Protocol.TCP || spec.host() == null || host == null) {
            return true;
        }
        return port == spec.port() && (address == null || address.equals(NumericHost.of(host)));
    }

    /** The name whose address has to be asked for before senders can be compared; null when there is none. */
    String nameToResolve() {
        return receives() && spec.protocol() == Protocol.UDP && spec.host() != null && address == null
                ? spec.host()
                : null;
    }

    void resolved(String ip) {
        address = NumericHost.of(ip);
    }

    void offer(Inbound inbound) {
        if (hasRoom()) {
            receiver.received(inbound);
        } else {
            backlog.add(inbound);
            backlogBytes += inbound.data().length;
        }
    }

    void drainBacklog() {
        while (!backlog.isEmpty() && receiver.hasRoom()) {
            Inbound next = backlog.remove();
            backlogBytes -= next.data().length;
            receiver.received(next);
        }
    }

    /** Hands over what waits, room or not: nothing more comes, and nobody will ask for it again. */
    void handOver() {
        backlog.forEach(inbound -> receiver.received(inbound));
        backlog.clear();
        backlogBytes = 0;
    }

    void opened(int number) {
        told = false;
        if (receiver != null) {
            receiver.opened(number);
        }
    }

    /** Tells of trouble, once until the link is open again. */
    void failed(Sim7028Exception reason) {
        if (receiver != null && !told) {
            told = true;
            receiver.failed(reason);
        }
    }

    void released(ModemRuntime runtime) {
        runtime.run(() -> released.complete(null));
    }
}
