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
package io.github.sim7028.modem.driver.server;

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.line.util.HostAndPort;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.link.ConnectionListener;
import io.github.sim7028.modem.driver.link.Link;
import io.github.sim7028.modem.driver.link.LinkContext;
import io.github.sim7028.modem.driver.link.LinkState;
import io.github.sim7028.modem.driver.link.SharedLinkLease;
import io.github.sim7028.modem.driver.send.PendingMessage;
import io.github.sim7028.modem.report.LinkSnapshot;
import java.util.concurrent.CompletableFuture;

/** A link that a server of the module has accepted. The link is used once and is never opened again. */
public final class AcceptedLink extends Link implements SharedLinkLease.Owner, ServerLeases.Client {

    /** The server that accepted it. */
    interface Acceptor extends ConnectionListener {

        ServerSpec spec();

        /** A client has disconnected. */
        void gone(AcceptedLink client, String reason);
    }

    private final Acceptor server;
    private final int acceptedNumber;
    /** Null while it has not been taken into service. */
    private volatile SharedLinkLease attachment;

    AcceptedLink(Acceptor server, LinkContext context, int number, String host, int port) {
        super(LinkSpec.tcp(host, port).withNumber(number), context);
        this.server = server;
        acceptedNumber = number;
        state().localPort(server.spec().port());
    }

    /** Whether it is the client that came to this server from there. */
    public boolean isOf(int index, String host, int port) {
        return server.spec().index() == index && port() == port && host().equals(host);
    }

    /** Takes it into service. */
    void serve(LinkReceiver receiver) {
        state().number(acceptedNumber);
        state().begin(LinkState.Phase.OPEN);
        nowOpen();
        attach(receiver);
        startTraffic();
    }

    /** From now on the data of the client goes to this receiver; null for none. */
    void receiveWith(LinkReceiver receiver) {
        attachments().remove(attachment);
        attach(receiver);
        context().adjustReading();
        look();
    }

    private void attach(LinkReceiver receiver) {
        SharedLinkLease next = new SharedLinkLease(this, key(), receiver, null);
        attachments().add(next);
        next.opened(acceptedNumber, connection());
        attachment = next;
    }

    /** Whether the client is served and was not rejected. */
    boolean served() {
        return attachment != null;
    }

    /** Closes it without ever having served it. */
    void turnAway(String why) {
        state().number(acceptedNumber);
        state().begin(LinkState.Phase.OPEN);
        close(why);
    }

    void modemDown(String why) {
        state().cutOff(why);
        lost(why);
    }

    @Override
    public void numberTaken() {
        state().giveWay();
        lost(state().endReason());
    }

    private void lost(String why) {
        outgoing().failWaiting(this + " was lost: " + why, null, false, null);
        attachments().forEach(SharedLinkLease::handOver);
        server.gone(this, why);
    }

    // ---- what users have of it, from any thread

    @Override
    public int link() {
        return acceptedNumber;
    }

    @Override
    public String host() {
        return key().host();
    }

    @Override
    public int port() {
        return key().port();
    }

    @Override
    public CompletableFuture<Receipt> send(Outbound message) {
        return send(attachment, message);
    }

    @Override
    public void resume() {
        // a receiver may have room before it is told of the client
        context().loop().execute(() -> {
            if (served()) {
                resume(attachment);
            }
        });
    }

    @Override
    public void reconnect(SharedLinkLease given, String why) {
        close();
    }

    @Override
    public void release(SharedLinkLease given) {
        close();
    }

    @Override
    public void close() {
        context().loop().execute(() -> {
            if (open()) {
                close("the link is no longer needed");
            }
        });
    }

    // ---- on the loop

    @Override
    public void send(PendingMessage message) {
        String refusal = whyNotKept(message);
        if (refusal == null) {
            outgoing().send(message);
        } else {
            // the client may still be there for the next who has the modem
            message.fail(
                    refusal,
                    null,
                    message.owner.whyEnded() != null,
                    null,
                    context().runtime());
        }
    }

    @Override
    public ConnectionListener listener() {
        return server;
    }

    @Override
    public void closed() {
        outgoing().failWaiting(this + " was " + state().endReason(), null, false, null);
        attachments().forEach(SharedLinkLease::handOver);
        server.gone(this, state().endReason());
    }

    @Override
    public String whyNotKept(PendingMessage message) {
        String ended = message.owner.whyEnded();
        if (ended != null) {
            return ended;
        }
        return maySend() && answersHere(message) ? null : this + " is no longer connected";
    }

    @Override
    public Throwable whyWaiting() {
        return new Sim7028Exception("earlier messages to " + this + " are still being sent");
    }

    @Override
    public boolean receives() {
        SharedLinkLease now = attachment;
        return now != null && now.receives();
    }

    @Override
    public Integer serverIndex() {
        return server.spec().index();
    }

    @Override
    public LinkSnapshot snapshot() {
        return snapshot(1, receives() ? 1 : 0, false, "", null);
    }

    @Override
    public AtError lastError() {
        return null;
    }

    /** It is not opened again. */
    @Override
    public boolean pausing() {
        return false;
    }

    @Override
    public void sendingIdle() {}

    /** A client is not closed to make room. */
    @Override
    public boolean evictable() {
        return false;
    }

    @Override
    public void evict() {
        throw new IllegalStateException("an accepted link is not evicted");
    }

    @Override
    public String toString() {
        return "client " + HostAndPort.shown(host(), port()) + " of " + server.spec();
    }
}
