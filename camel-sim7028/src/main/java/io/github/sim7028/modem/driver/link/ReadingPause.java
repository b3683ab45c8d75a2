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

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.session.LineSession;
import io.github.sim7028.modem.settings.Protocol;
import java.util.List;
import java.util.function.Supplier;

/**
 * Holds the module back while receivers catch up: the line is left unread. In transparent mode the line belongs to the one link and rests
 * as long as its receiver has no room. With commands all links share the line. So it rests for one second at most, and a stream whose
 * receiver has not caught up by then is closed. While an answer is awaited the line is read in any case: the answer comes behind the data.
 */
@OnLoop
public final class ReadingPause {

    /** How long one receiver may hold up the line of all links. */
    static final long LIMIT_MILLIS = 1000;

    private final Loop loop;
    private final Supplier<? extends List<? extends ReceivingLink>> links;
    private final boolean transparent;
    private LineSession session;
    private Loop.Timer limit;

    public ReadingPause(Loop loop, Supplier<? extends List<? extends ReceivingLink>> links, boolean transparent) {
        this.loop = loop;
        this.links = links;
        this.transparent = transparent;
    }

    public void up(LineSession ready) {
        session = ready;
        watch(transparent);
    }

    public void down() {
        caughtUp();
        session = null;
    }

    /** More waits for the receiver of a stream than should: it gets time to catch up. */
    public void catchUp() {
        if (session != null && limit == null) {
            limit = loop.after(LIMIT_MILLIS, this::expired);
            watch(true);
            adjust();
        }
    }

    /** What waits for receivers has become more or less, or an answer is awaited now, or no longer. */
    public void adjust() {
        if (session == null || !transparent && limit == null) {
            return;
        }
        long most = links.get().stream().mapToLong(ReceivingLink::backlog).max().orElse(0);
        if (!transparent && most <= SharedLinkLease.MAX_STREAM_BACKLOG / 2) {
            caughtUp();
        }
        session.pauseReading(
                (transparent ? most > 0 : limit != null) && session.dialogue().idle());
    }

    private void caughtUp() {
        if (limit != null) {
            limit.cancel();
            limit = null;
            watch(transparent);
        }
    }

    /** Only while the line may rest does it matter whether an answer is awaited. */
    private void watch(boolean mayRest) {
        session.dialogue().watch(mayRest ? this::adjust : null);
    }

    private void expired() {
        limit = null;
        watch(transparent);
        session.pauseReading(false);
        links.get().stream()
                .filter(link ->
                        link.key().protocol() == Protocol.TCP && link.backlog() > SharedLinkLease.MAX_STREAM_BACKLOG)
                .forEach(ReadingPause::giveUp);
    }

    /** Closes a connection whose receiver does not catch up. */
    static void giveUp(ReceivingLink link) {
        link.broken("the consumer is too slow: " + link.backlog() / 1024
                + " KiB of pushed data are waiting; receiveMode=buffered slows down the peer instead");
    }
}
