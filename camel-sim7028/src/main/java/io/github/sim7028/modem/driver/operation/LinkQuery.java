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
package io.github.sim7028.modem.driver.operation;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.routing.LinkManager;
import io.github.sim7028.modem.report.LinkReport;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.report.LinksReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks the module which links are open and joins its answer with what the driver knows. */
@OnLoop
final class LinkQuery {

    private final LinkManager table;
    private final AtDialogue dialogue;

    LinkQuery(LinkManager table, AtDialogue dialogue) {
        this.table = table;
        this.dialogue = dialogue;
    }

    CompletionStage<LinksReport> report() {
        List<LinkReport> reports = new ArrayList<>();
        return dialogue.execute(new OpenLinksQuery())
                .thenCompose(open -> each(new TreeMap<>(open), reports))
                .thenApply(v -> new LinksReport(reports));
    }

    private CompletionStage<Void> each(Map<Integer, OpenLinksQuery.Peer> open, List<LinkReport> reports) {
        CompletionStage<Void> chain = CompletableFuture.completedFuture(null);
        for (Map.Entry<Integer, OpenLinksQuery.Peer> entry : open.entrySet()) {
            int link = entry.getKey();
            chain = chain.thenCompose(v -> traffic(link, entry.getValue()))
                    .thenAccept(traffic -> reports.add(report(link, entry.getValue(), traffic)));
        }
        return chain;
    }

    /** Null where the module does not count: over UDP, or when the link has been closed meanwhile. */
    private CompletionStage<DiagnosticCommands.Traffic> traffic(int link, OpenLinksQuery.Peer peer) {
        if (!peer.type().equals("TCP")) {
            return CompletableFuture.completedFuture(null);
        }
        return dialogue.execute(DiagnosticCommands.traffic(link, AtCommand.Urgency.QUESTION))
                .handle((traffic, failure) -> failure == null || failure instanceof AtErrorException
                        ? CompletableFuture.completedFuture(traffic)
                        : CompletableFuture.<DiagnosticCommands.Traffic>failedFuture(failure))
                .thenCompose(answer -> answer);
    }

    private LinkReport report(int link, OpenLinksQuery.Peer peer, DiagnosticCommands.Traffic traffic) {
        LinkSnapshot known = table.snapshots().stream()
                .filter(snapshot -> snapshot.isOpen() && snapshot.link() == link)
                .findFirst()
                .orElse(null);
        return new LinkReport(
                link,
                peer.type().toLowerCase(Locale.ROOT),
                peer.host(),
                peer.port(),
                known == null ? 0 : known.localPort(),
                peer.server() < 0 ? null : peer.server(),
                known == null ? "" : known.target(),
                traffic == null ? null : traffic.sent(),
                traffic == null ? null : traffic.received());
    }
}
