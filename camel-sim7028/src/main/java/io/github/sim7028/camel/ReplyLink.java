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

import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private volatile int openings;

    ReplyLink(Requests requests, ModemShare modem, LinkSpec spec, Framing framing, Executor executor)
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

    /** How often the link has been opened: a request whose connection was replaced gets no reply any more. */
    int openings() {
        return openings;
    }

    CompletableFuture<Receipt> send(Outbound message) {
        return lease.send(message);
    }

    void close() {
        delivery.stop();
        lease.release();
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
        openings++;
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
    public void unframed(String message, Exception reason) {
        LOG.warn("{}", message, reason);
    }

    private void roomAgain() {
        LinkLease current = lease;
        if (current != null) {
            current.resume();
        }
    }
}
