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
package io.github.sim7028.camel.send;

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.camel.inbound.Deframer;
import io.github.sim7028.camel.inbound.Frame;
import io.github.sim7028.camel.inbound.FrameDispatcher;
import io.github.sim7028.camel.inbound.FrameHandler;
import io.github.sim7028.camel.inbound.InboundQueue;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A share in a link over which requests go out, and whose frames are replies. */
final class ReplyLink implements LinkReceiver, FrameHandler {

    /** What requests wait for. */
    interface Owner {

        /** The first byte of a request has gone to the module, and what came before has been taken. */
        void begun(Request request);

        /** A frame came over a link. */
        void received(ReplyLink from, Frame frame);

        /** What was sent over a link before gets no reply any more; {@code reason} may be null. */
        void streamEnded(ReplyLink of, Sim7028Exception reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReplyLink.class);

    /** Replies come one at a time; more than that is unsolicited. */
    private static final int QUEUE = 64;

    private final Owner owner;
    private final LinkSpec spec;
    private final InboundQueue queue = new InboundQueue(QUEUE);
    private final FrameDispatcher dispatcher;
    private volatile LinkLease lease;
    private final LogThrottle unreadable = new LogThrottle();

    ReplyLink(Owner owner, ModemHandle modem, LinkSpec spec, Deframer.Rules framing, Executor executor)
            throws Sim7028Exception {
        this.owner = owner;
        this.spec = spec;
        this.dispatcher = new FrameDispatcher(spec.toString(), queue, framing, this, this::roomAgain, executor);
        this.lease = modem.borrowLink(spec, this);
        roomAgain();
    }

    LinkSpec spec() {
        return spec;
    }

    /** Sends a request; when its first byte goes to the module, that is noted among what arrives. */
    CompletableFuture<Receipt> send(Request request, Duration limit) {
        Outbound message = request.message();
        return lease.send(new Outbound(message.payload(), message.host(), message.port(), limit, false)
                .asking(() -> begun(request)));
    }

    private void begun(Request request) {
        request.leaves();
        queue.addMark(() -> owner.begun(request));
        dispatcher.wake();
    }

    /** A request that has not begun fails as not sent, and so do later ones. */
    void endSending(String reason) {
        lease.endSending(reason);
    }

    void close() {
        dispatcher.stop();
        lease.release();
    }

    /** Closes the connection as well, so that nothing that is still to come on it is taken for a reply. */
    void abandon() {
        lease.reconnect("a request on this link got no reply");
        close();
    }

    @Override
    public boolean hasRoom() {
        return queue.hasRoom();
    }

    @Override
    public void received(Inbound inbound) {
        queue.add(inbound);
        dispatcher.wake();
    }

    @Override
    public void failed(Sim7028Exception reason) {
        queue.addBreak(reason);
        dispatcher.wake();
    }

    @Override
    public void opened(int link, long connection) {
        queue.addBreak(null);
        dispatcher.wake();
    }

    /** No reply comes on it any more. */
    @Override
    public void closed(CloseReason reason) {
        queue.addBreak(null);
        dispatcher.wake();
    }

    @Override
    public boolean take(Frame frame, Runnable next) {
        owner.received(this, frame);
        return true;
    }

    @Override
    public void streamEnded(Sim7028Exception reason) {
        owner.streamEnded(this, reason);
    }

    @Override
    public void unframed(String message, Throwable reason) {
        unreadable.log(LOG, Level.WARN, "{}", message);
        LOG.debug("{}", message, reason);
    }

    private void roomAgain() {
        LinkLease current = lease;
        if (current != null) {
            current.resume();
        }
    }
}
