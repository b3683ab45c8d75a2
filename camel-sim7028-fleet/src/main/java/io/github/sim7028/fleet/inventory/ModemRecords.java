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
package io.github.sim7028.fleet.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.fleet.inventory.ModemOptions.Refusal;
import io.github.sim7028.line.util.ForeignText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modems of the records that were read. Of two modems with one device, the one with the older record has the device, so that all nodes decide
 * alike, in whatever order they read partitions. One thread, except {@link #trouble}.
 */
final class ModemRecords {

    private static final Logger LOG = LoggerFactory.getLogger(ModemRecords.class);

    /** Other placeholders could read what whoever writes the topic must not know. */
    private static final Pattern ENVIRONMENT = Pattern.compile("\\{\\{env:\\w+}}");

    private record Candidate(
            String name,
            Sim7028ModemConfiguration modem,
            Map<String, String> options,
            String place,
            long time,
            int partition,
            long offset) {}

    private static final Comparator<Candidate> OLDEST_FIRST = Comparator.comparingLong(Candidate::time)
            .thenComparingInt(Candidate::partition)
            .thenComparingLong(Candidate::offset);

    private final ModemOptions options;
    private final Map<String, Candidate> candidates = new HashMap<>();
    /** Why the last record of a modem is not used, by modem. */
    private final Map<String, String> refused = new ConcurrentSkipListMap<>();
    /** Modems without their device, and why. */
    private final Map<String, String> twice = new ConcurrentSkipListMap<>();

    ModemRecords(ModemOptions options) {
        this.options = options;
    }

    /** What is not used, and why; null if all is. */
    String trouble() {
        for (Map<String, String> those : List.of(refused, twice)) {
            for (String why : those.values()) {
                int others = refused.size() + twice.size() - 1;
                return others < 1 ? why : why + " (and " + others + " more)";
            }
        }
        return null;
    }

    void take(ConsumerRecord<String, byte[]> read) {
        String name = read.key();
        String place = "the inventory in topic " + read.topic() + ", partition " + read.partition() + ", offset "
                + read.offset();
        if (name == null) {
            LOG.warn("{} is not used: the record has no key; the key is the name of the modem", place);
        } else if (read.value() == null) {
            candidates.remove(name);
            refused.remove(name);
        } else {
            try {
                candidates.put(name, candidate(read, place));
                refused.remove(name);
            } catch (Refusal e) {
                refused(name, place + ", modem " + ForeignText.quoted(name) + ", option " + e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                // not its message, which may have a secret
                LOG.debug("{} cannot be used", place, e);
                refused(
                        name,
                        place + ", modem " + ForeignText.quoted(name) + ": the record cannot be used ("
                                + e.getClass().getSimpleName() + ")");
            }
        }
    }

    private void refused(String name, String why) {
        refused.put(name, why);
        LOG.warn(
                "{}; {}",
                why,
                candidates.containsKey(name)
                        ? "the modem keeps the options that it has"
                        : "the fleet does not have the modem");
    }

    private Candidate candidate(ConsumerRecord<String, byte[]> read, String place) throws Refusal {
        options.requireName(read.key());
        Sim7028ModemConfiguration modem = options.common();
        Map<String, String> values = new TreeMap<>();
        for (String line : text(read.value()).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                if (equals < 0) {
                    // not shown: it may be a part of a secret
                    throw new Refusal("in line " + (values.size() + 1), "is not there: the line has no =");
                }
                option(
                        modem,
                        values,
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        options.check(modem);
        return new Candidate(read.key(), modem, values, place, read.timestamp(), read.partition(), read.offset());
    }

    private void option(Sim7028ModemConfiguration modem, Map<String, String> values, String option, String text)
            throws Refusal {
        if (!options.known(option)) {
            throw new Refusal(ForeignText.quoted(option), "is no option of a modem");
        }
        if (ModemOptions.placeholder(ENVIRONMENT.matcher(text).replaceAll(""))) {
            throw new Refusal(option, "has a placeholder; {{env:NAME}} is allowed, no other");
        }
        if (ModemOptions.secret(option)
                && !text.isEmpty()
                && !ENVIRONMENT.matcher(text).matches()) {
            throw new Refusal(option, "is a secret, and all who read the topic could read it; write {{env:NAME}}");
        }
        String value = options.resolved(option, text);
        if (values.put(option, value) != null) {
            throw new Refusal(option, "is there twice");
        }
        if (!value.isEmpty()) {
            options.set(modem, option, value, text);
        }
    }

    private static String text(byte[] value) throws Refusal {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal("in line 1", "is not in UTF-8");
        }
    }

    /** The modems that can be used. */
    Inventory inventory() {
        Map<String, Inventory.Entry> modems = new LinkedHashMap<>();
        Map<String, String> devices = new HashMap<>();
        Map<String, String> now = new HashMap<>();
        for (Candidate candidate :
                candidates.values().stream().sorted(OLDEST_FIRST).toList()) {
            Set<String> own = Set.copyOf(candidate.modem().identities());
            String taken = own.stream().filter(devices::containsKey).findFirst().orElse(null);
            if (taken == null) {
                own.forEach(device -> devices.put(device, candidate.name()));
                modems.put(candidate.name(), new Inventory.Entry(candidate.modem(), candidate.options()));
            } else {
                now.put(
                        candidate.name(),
                        candidate.place() + ", modem " + ForeignText.quoted(candidate.name()) + ", option device is "
                                + ForeignText.shown(taken) + ", which modem " + ForeignText.quoted(devices.get(taken))
                                + " has already");
            }
        }
        now.forEach((name, why) -> {
            if (!why.equals(twice.put(name, why))) {
                LOG.warn("{}; the fleet does not have the modem", why);
            }
        });
        twice.keySet().retainAll(now.keySet());
        return new Inventory(modems);
    }
}
