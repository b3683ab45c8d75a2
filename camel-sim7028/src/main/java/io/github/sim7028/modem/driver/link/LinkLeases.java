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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.settings.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * The leases of one link that this side dials. They are counted from any thread, under the lock leases are booked under.
 */
public final class LinkLeases {

    /** The link they share. */
    interface Shared extends SharedLinkLease.Owner {

        /** One has come. */
        void joined(SharedLinkLease attachment);

        /** One is among them no more. */
        void left(SharedLinkLease attachment);

        /** The last lease was given back: closes the link; returns whether the link is closed already. */
        boolean leave();

        /** There is no lease and the link is closed. */
        void unused();
    }

    private final Shared link;
    private final LinkContext context;
    private final List<SharedLinkLease> present;
    /** Given back, but the link is not closed yet. */
    private final List<SharedLinkLease> leaving = new ArrayList<>();

    private volatile int count;
    private volatile int receivers;

    /** @param present where those are kept that have not been given back */
    LinkLeases(Shared link, LinkContext context, List<SharedLinkLease> present) {
        this.link = link;
        this.context = context;
        this.present = present;
    }

    /** The refusal of one more receiver on a connection. */
    public static Sim7028ConfigurationException secondReceiver(LinkSpec spec, String modem) {
        return new Sim7028ConfigurationException("two consumers use " + spec + " of modem '" + modem
                + "': the bytes of one TCP connection can only go to one consumer; give one consumer"
                + " another link, or route from one consumer to both places");
    }

    int count() {
        return count;
    }

    int receivers() {
        return receivers;
    }

    SharedLinkLease lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028ConfigurationException {
        if (receiver != null && receivers > 0 && spec.protocol() == Protocol.TCP) {
            throw secondReceiver(spec, context.name());
        }
        SharedLinkLease attachment = new SharedLinkLease(link, spec, receiver, context);
        count++;
        receivers += attachment.receives() ? 1 : 0;
        context.loop().execute(() -> {
            present.add(attachment);
            link.joined(attachment);
        });
        return attachment;
    }

    void release(SharedLinkLease attachment) {
        context.book(() -> {
            count--;
            receivers -= attachment.receives() ? 1 : 0;
        });
        context.loop().execute(() -> detach(attachment));
    }

    @OnLoop
    private void detach(SharedLinkLease attachment) {
        present.remove(attachment);
        link.left(attachment);
        if (!present.isEmpty()) {
            finish(attachment);
            return;
        }
        leaving.add(attachment);
        if (link.leave()) {
            finishLeaving();
        }
    }

    /** The link is closed: completes the futures of the leases given back. */
    @OnLoop
    void finishLeaving() {
        List<SharedLinkLease> gone = List.copyOf(leaving);
        leaving.clear();
        gone.forEach(this::finish);
    }

    @OnLoop
    private void finish(SharedLinkLease attachment) {
        if (present.isEmpty()) {
            link.unused();
        }
        attachment.released(context.runtime());
    }
}
