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

import io.github.sim7028.at.AtAbortedException;
import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.CipRead;
import io.github.sim7028.at.Loop;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one link receives: pushed data as it comes, buffered data read piece by piece for as long as somebody has room.
 * Lives on the modem's loop.
 */
final class Incoming {

    private static final Logger LOG = LoggerFactory.getLogger(Modem.class);

    private final Connection link;
    private final LinkTable table;
    private boolean reading;
    private boolean notified;
    /** Whether the module is known to have data that has not been read. */
    private boolean unread;

    private boolean open;

    private long discarded;
    private Loop.Timer poll = () -> {};

    Incoming(Connection link, LinkTable table) {
        this.link = link;
        this.table = table;
    }

    void opened() {
        reading = false;
        unread = false;
        open = true;
        armPoll();
        look();
        letAsk();
    }

    /** A question may have waited until all was read. */
    void letAsk() {
        if (heardOut()) {
            link.outgoing().pump();
        }
    }

    void stop() {
        poll.cancel();
        reading = false;
        open = false;
    }

    /** Whether nothing of what the peer has said so far is known to wait in the module. */
    boolean heardOut() {
        return open && !reading && !(mayRead() && (unread || notified));
    }

    /** {@code +CIPRXGET: 1,<link_num>}. */
    void announced() {
        unread = true;
        dataWaiting();
    }

    boolean unread() {
        return unread;
    }

    /** There may be something to read. */
    void dataWaiting() {
        notified = true;
        look();
    }

    /** Reads buffered data when the modem is in that mode and there is room for it. */
    void look() {
        AtDialogue dialogue = table.dialogue();
        if (reading || !link.open() || dialogue == null || !mayRead() || !hasRoom()) {
            return;
        }
        reading = true;
        notified = false;
        unread = false;
        int generation = link.generation();
        dialogue.execute(read(generation)).whenComplete((rest, failure) -> {
            if (generation == link.generation()) {
                reading = false;
                if (failure == null) {
                    readOn(rest);
                } else {
                    failed(failure);
                }
                letAsk();
            }
        });
    }

    /**
     * A link the peer has closed is read to its end in either mode: of what the module still held when the mode was changed
     * nobody tells otherwise when it has all come.
     */
    private boolean mayRead() {
        return table.receiving().readsBuffered()
                || link.draining() && !table.receiving().changing();
    }

    private CipRead read(int generation) {
        TransferSettings transfer = table.profile().transfer();
        int number = link.number();
        java.util.function.Consumer<byte[]> data = bytes -> {
            if (generation == link.generation()) {
                received(bytes, link.key().host(), link.key().port());
            } else {
                table.dispatch().readFor(number, bytes);
            }
        };
        return transfer.readFormat() == ReadFormat.HEX
                ? CipRead.hex(number, transfer.readLength(), data)
                : CipRead.raw(number, transfer.readLength(), data);
    }

    private void readOn(int rest) {
        unread |= rest > 0;
        if (rest > 0 || notified) {
            look();
        } else if (link.draining()) {
            link.drained();
        }
    }

    private void failed(Throwable failure) {
        if (failure instanceof AtErrorException) {
            LOG.debug("Modem '{}': reading {} was refused: {}", table.profile().name(), link, failure.getMessage());
            if (link.draining()) {
                link.drained();
            }
        } else if (!(failure instanceof AtAbortedException)) {
            link.damaged("reading failed, received bytes may be lost: " + failure.getMessage());
        }
    }

    private boolean hasRoom() {
        return link.attachments().stream().allMatch(Attachment::hasRoom);
    }

    /** Hands data over to whoever wants it; without anybody it is dropped, so that the peer is not held up. */
    void received(byte[] data, String host, int port) {
        table.ladder().delivered();
        link.used();
        table.board().counters().received(data.length);
        List<Attachment> takers = link.attachments().stream()
                .filter(attachment -> attachment.takes(host, port))
                .toList();
        if (takers.isEmpty()) {
            if (discarded == 0) {
                LOG.info(
                        "Modem '{}': what comes on {} is dropped, as no consumer wants it (said once)",
                        table.profile().name(),
                        link);
            }
            discarded += data.length;
            return;
        }
        Inbound inbound =
                new Inbound(data, link.number(), host, port, link.localPort(), Instant.now(), link.connection());
        takers.forEach(attachment -> attachment.offer(inbound));
    }

    /** Now and then it looks by itself: a notification can be lost. */
    private void armPoll() {
        poll.cancel();
        long interval = table.profile().transfer().pollInterval().toMillis();
        if (interval > 0) {
            poll = table.loop().after(interval, () -> {
                if (link.open()) {
                    look();
                    if (table.loop().now() - link.lastUsed() >= interval) {
                        // that the link was closed can be lost, too: a receiver would wait for ever
                        table.audit().ask();
                    }
                    armPoll();
                }
            });
        }
    }
}
