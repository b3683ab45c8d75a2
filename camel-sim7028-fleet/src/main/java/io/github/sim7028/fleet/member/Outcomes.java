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
package io.github.sim7028.fleet.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sim7028.fleet.claim.Command;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Reports what became of commands, and what happens to modems. */
final class Outcomes {

    private final FleetSettings settings;
    private final RecordPublisher publisher;
    private final Map<Outcome.Kind, LongAdder> counts = new EnumMap<>(Outcome.Kind.class);

    Outcomes(FleetSettings settings, RecordPublisher publisher) {
        this.settings = settings;
        this.publisher = publisher;
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    /** Completes when Kafka has acknowledged the record. */
    CompletableFuture<Void> report(Command command, Outcome outcome, int epoch) {
        counts.get(outcome.kind()).increment();
        ProducerRecord<String, byte[]> entry = entry(settings.outcomesTopic(), command.modem(), outcome.toString());
        header(entry, "id", command.id());
        header(entry, "partition", command.partition());
        header(entry, "offset", command.offset());
        header(entry, "outcome", outcome.kind());
        header(entry, "why", outcome.why());
        header(entry, "requested", outcome.requested());
        header(entry, "confirmed", outcome.confirmed());
        if (outcome.error() != null) {
            header(entry, "error", outcome.error());
        }
        header(entry, "node", settings.node());
        header(entry, "epoch", epoch);
        return publisher.publish(entry);
    }

    /** An event of a modem: gained, lost or fenced. */
    void event(String modem, String event, String why, int epoch) {
        ProducerRecord<String, byte[]> entry =
                entry(settings.eventsTopic(), modem, event + (why.isEmpty() ? "" : " " + why));
        header(entry, "event", event);
        header(entry, "why", why);
        header(entry, "node", settings.node());
        header(entry, "epoch", epoch);
        publisher.publish(entry);
    }

    /** How many outcomes of a kind this node has reported. */
    long count(Outcome.Kind kind) {
        return counts.get(kind).sum();
    }

    private static ProducerRecord<String, byte[]> entry(String topic, String modem, String text) {
        return new ProducerRecord<>(topic, modem, text.getBytes(UTF_8));
    }

    private static void header(ProducerRecord<String, byte[]> entry, String name, Object value) {
        entry.headers().add(name, value.toString().getBytes(UTF_8));
    }
}
