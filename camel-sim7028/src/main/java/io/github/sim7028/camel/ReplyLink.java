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

import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.LogThrottle;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A share in a link over which requests go out, and whose frames are replies. */
final class ReplyLink implements LinkReceiver, FrameTaker {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyLink.class);

    /** Replies come one at a time; what waits here is what nobody asked for. */
    private static final int QUEUE = 64;

    private final Requests requests;
    private final LinkSpec spec;
    private final Arrivals arrivals = new Arrivals(QUEUE);
    private final Delivery delivery;
    private volatile LinkLease lease;
    private final LogThrottle unreadable = new LogThrottle();

    ReplyLink(Requests requests, ModemShare modem, LinkSpec spec, Deframer.Rules framing, Executor executor)
            throws Sim7028Exception {
        this.requests = requests;
        this.spec = spec;
        this.delivery = new Delivery(spec.toString(), arrivals, framing, this, this::roomAgain, executor);
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
        arrivals.addMark(() -> requests.begun(request));
        delivery.wake();
    }

    void close() {
        delivery.stop();
        lease.release();
    }

    /** Closes the connection as well, so that nothing of what is still to come on it reaches anybody. */
    void abandon() {
        lease.reconnect("a request on it has got no reply");
        close();
    }

    @Override
    public boolean hasRoom() {
        return arrivals.hasRoom();
    }

    @Override
    public void received(Inbound inbound) {
        arrivals.add(inbound);
        delivery.wake();
    }

    @Override
    public void failed(Sim7028Exception reason) {
        arrivals.addBreak(reason);
        delivery.wake();
    }

    @Override
    public void opened(int link) {
        arrivals.addBreak(null);
        delivery.wake();
    }

    @Override
    public boolean take(Frame frame, Runnable next) {
        requests.received(this, frame);
        return true;
    }

    @Override
    public void streamEnded(Sim7028Exception reason) {
        requests.streamEnded(this, reason);
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
