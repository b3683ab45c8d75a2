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

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.driver.status.StatusBoard;
import java.time.Instant;

/** Says of one link when it was opened and closed, once each, and counts. */
@OnLoop
final class LinkEventReporter {

    private final LinkSpec spec;
    private final StatusBoard board;
    private int number = -1;
    private Integer server;
    private boolean openedBefore;

    LinkEventReporter(LinkSpec spec, StatusBoard board) {
        this.spec = spec;
        this.board = board;
    }

    /** @param serverIndex the server index accepted it, null when this side opened it */
    void opened(int link, Integer serverIndex) {
        number = link;
        server = serverIndex;
        if (openedBefore) {
            board.counters().reopened();
        }
        openedBefore = true;
        board.events()
                .publish(new ModemEvent.LinkOpened(
                        Instant.now(), link, spec.protocolName(), spec.host(), spec.port(), server));
    }

    /** Says nothing of a link that was not open. */
    void closed(CloseReason reason, String meaning) {
        if (number < 0) {
            return;
        }
        int link = number;
        number = -1;
        board.events()
                .publish(new ModemEvent.LinkClosed(
                        Instant.now(), link, spec.protocolName(), spec.host(), spec.port(), server, reason, meaning));
    }
}
