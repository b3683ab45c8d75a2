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
import io.github.sim7028.fleet.kafka.EventPublisher;
import io.github.sim7028.fleet.kafka.RecordPublisher;
import io.github.sim7028.line.util.ForeignText;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Reports what became of commands, and what happens to modems. */
final class Outcomes {

    /** Of keys and ids, in characters: both come from the sender of the command. */
    private static final int LONGEST = 1000;

    private static final int SMALL = 100;

    private final FleetSettings settings;
    private final RecordPublisher publisher;
    private final EventPublisher events;
    private final Map<Outcome.Kind, LongAdder> counts = new EnumMap<>(Outcome.Kind.class);

    Outcomes(FleetSettings settings, RecordPublisher publisher, EventPublisher events) {
        this.settings = settings;
        this.publisher = publisher;
        this.events = events;
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    /** Completes when Kafka has acknowledged the record. */
    CompletableFuture<Void> report(Command command, Outcome outcome, int epoch) {
        counts.get(outcome.kind()).increment();
        String why = ForeignText.message(outcome.why());
        ProducerRecord<String, byte[]> whole =
                entry(settings.outcomesTopic(), command.modem(), text(outcome.kind(), why));
        header(whole, "id", cut(command.id(), LONGEST));
        identify(whole, command, outcome, epoch);
        header(whole, "why", why);
        header(whole, "requested", outcome.requested());
        header(whole, "confirmed", outcome.confirmed());
        if (outcome.error() != null) {
            header(whole, "error", ForeignText.shown(outcome.error()));
        }
        ProducerRecord<String, byte[]> smaller = entry(
                settings.outcomesTopic(),
                cut(command.modem(), SMALL),
                outcome.kind().name());
        header(smaller, "id", cut(command.id(), SMALL));
        identify(smaller, command, outcome, epoch);
        return publisher.publish(whole, smaller);
    }

    /** Partition and offset are the identity of a command, whatever id and key it has. */
    private void identify(ProducerRecord<String, byte[]> entry, Command command, Outcome outcome, int epoch) {
        header(entry, "partition", command.partition());
        header(entry, "offset", command.offset());
        header(entry, "outcome", outcome.kind());
        header(entry, "node", settings.node());
        header(entry, "epoch", epoch);
    }

    /** An event of a modem: gained, lost or fenced. */
    void event(String modem, String event, String why, int epoch) {
        ProducerRecord<String, byte[]> entry = entry(settings.eventsTopic(), modem, text(event, why));
        header(entry, "event", event);
        header(entry, "why", why);
        header(entry, "node", settings.node());
        header(entry, "epoch", epoch);
        events.publish(entry);
    }

    /** How many outcomes of a kind this node has reported. */
    long count(Outcome.Kind kind) {
        return counts.get(kind).sum();
    }

    private static ProducerRecord<String, byte[]> entry(String topic, String modem, String text) {
        return new ProducerRecord<>(topic, cut(modem, LONGEST), text.getBytes(UTF_8));
    }

    private static String text(Object what, String why) {
        return why.isEmpty() ? what.toString() : what + " " + why;
    }

    private static String cut(String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }

    private static void header(ProducerRecord<String, byte[]> entry, String name, Object value) {
        entry.headers().add(name, value.toString().getBytes(UTF_8));
    }
}
