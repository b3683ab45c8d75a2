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
package io.github.sim7028.modem.driver.tls;

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the link that carries the records tells on the modem's loop: it is only noted for the strand. Answers whether more records are wanted, and
 * whether the link is needed. Thread-safe.
 */
final class CarrierReceiver implements LinkReceiver {

    /** How many received bytes may wait to be opened, in a handshake as well. */
    private static final int MAX_UNREAD = 16 * 1024;

    /** Is called on the strand. */
    interface Listener {

        void carrierOpened(int link, long connection);

        void carrierReceived(Inbound records);

        void carrierClosed(CloseReason reason);

        void carrierFailed(Sim7028Exception reason);

        void carrierStopping();
    }

    private final Loop strand;
    private final Listener listener;
    private final Runnable resume;
    private final AtomicInteger unread = new AtomicInteger();
    private volatile boolean room = true;
    private volatile boolean shaking;
    private volatile boolean refused;
    private volatile boolean needed;

    /** @param resume has the link ask again for room and need */
    CarrierReceiver(Loop strand, Listener listener, Runnable resume) {
        this.strand = strand;
        this.listener = listener;
        this.resume = resume;
    }

    /** Whether those who receive plain text have room. */
    void room(boolean has) {
        room = has;
        resumeIfRefused();
    }

    /** In a handshake what comes is read even if nobody has room for what follows. */
    void shaking(boolean now) {
        shaking = now;
        resumeIfRefused();
    }

    /** Whether the link is to be open though no record waits to be sent. */
    void needed(boolean now) {
        if (now != needed) {
            needed = now;
            resume.run();
        }
    }

    private void resumeIfRefused() {
        if (refused && wantsMore()) {
            refused = false;
            resume.run();
        }
    }

    private boolean wantsMore() {
        return unread.get() < MAX_UNREAD && (room || shaking);
    }

    @Override
    public boolean hasRoom() {
        if (wantsMore()) {
            return true;
        }
        // noted first and asked once more, so that room that comes meanwhile is not missed
        refused = true;
        return wantsMore();
    }

    /** What a consumer has no room for must not hold up the handshake that a producer waits for. */
    @Override
    public boolean takesRest() {
        return true;
    }

    /** Messages may wait for an attempt that has failed like the one before. */
    @Override
    public boolean hearsEachFailure() {
        return true;
    }

    @Override
    public boolean needsLink() {
        return needed;
    }

    @Override
    public void received(Inbound inbound) {
        int length = inbound.data().length;
        unread.addAndGet(length);
        strand.execute(() -> {
            unread.addAndGet(-length);
            listener.carrierReceived(inbound);
            resumeIfRefused();
        });
    }

    @Override
    public void opened(int link, long connection) {
        strand.execute(() -> listener.carrierOpened(link, connection));
    }

    @Override
    public void closed(CloseReason reason) {
        strand.execute(() -> listener.carrierClosed(reason));
    }

    @Override
    public void stopping() {
        strand.execute(listener::carrierStopping);
    }

    @Override
    public void failed(Sim7028Exception reason) {
        strand.execute(() -> listener.carrierFailed(reason));
    }
}
