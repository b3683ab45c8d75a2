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
package io.github.sim7028.camel.metrics;

import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ServingCell;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** All meters, with their names in Micrometer's convention; a value is read when a registry asks for it. */
final class ModemMeters {

    /**
     * A meter in a registry.
     *
     * @param source what the meter reads, which some meters refer to weakly
     */
    record Registered(Meter meter, Object source) {}

    /**
     * Where meters are registered.
     *
     * @param into keeps them
     */
    record Target(MeterRegistry registry, Tags tags, List<Registered> into) {

        void add(Meter meter, Object source) {
            into.add(new Registered(meter, source));
        }
    }

    private record Count(String name, String unit, Tags tags, String description, ToLongFunction<Counters> value) {

        static Count of(String name, String description, ToLongFunction<Counters> value) {
            return new Count(name, null, Tags.empty(), description, value);
        }

        static Count bytes(String name, String description, ToLongFunction<Counters> value) {
            return new Count(name, "bytes", Tags.empty(), description, value);
        }

        static Count outcome(String outcome, ToLongFunction<Counters> value) {
            String description = "Messages whose sending has ended, by outcome";
            return new Count("sim7028.messages.completed", null, Tags.of("outcome", outcome), description, value);
        }
    }

    private record Level(String name, String unit, String description, Function<ModemSnapshot, Number> value) {}

    private static final List<Count> COUNTS = List.of(
            Count.of("sim7028.messages.accepted", "Messages accepted for sending", Counters::messagesOut),
            Count.outcome("confirmed", Counters::confirmed),
            Count.outcome("notSent", Counters::notSent),
            Count.outcome("unknown", Counters::unknown),
            Count.outcome("unconfirmed", Counters::unconfirmed),
            Count.of(
                    "sim7028.messages.retried",
                    "Times a message was kept for another attempt, because nothing of the message was sent",
                    Counters::retries),
            Count.of("sim7028.messages.received", "Pieces or datagrams received", Counters::messagesIn),
            Count.bytes("sim7028.data.sent", "Bytes that the module confirmed as sent", Counters::bytesOut),
            Count.bytes("sim7028.data.received", "Bytes received on links", Counters::bytesIn),
            Count.of("sim7028.link.reopens", "Links opened again", Counters::reopens),
            Count.of("sim7028.line.reopens", "Times the line to the module was opened again", Counters::lineReopens),
            Count.of("sim7028.module.restarts", "Detected restarts of the module", Counters::restarts),
            Count.of("sim7028.module.urcs", "Known unsolicited lines from the module", Counters::urcs),
            Count.of("sim7028.module.unknown.lines", "Unknown lines from the module", Counters::unknownLines),
            Count.of(
                    "sim7028.module.stray.confirmations",
                    "Confirmations from the module that no message awaited",
                    Counters::strayConfirmations));

    private static final List<Level> LEVELS = List.of(
            new Level(
                    "sim7028.modem.ready",
                    null,
                    "Whether links can be opened or the module sleeps: 1 or 0",
                    s -> ModemTotals.ready(s) ? 1 : 0),
            new Level(
                    "sim7028.network.registered",
                    null,
                    "Whether the module is registered in a network: 1 or 0",
                    s -> s.registration() == null ? null : s.registration().registered() ? 1 : 0),
            new Level(
                    "sim7028.network.registration",
                    null,
                    "Registration of the module, as <stat> of 3GPP TS 27.007",
                    s -> s.registration() == null ? null : s.registration().stat()),
            new Level(
                    "sim7028.signal.rssi",
                    "dbm",
                    "Signal strength",
                    s -> s.signal() == null ? null : s.signal().dbm()),
            cell("sim7028.signal.rsrp", "dbm", "Received power of the reference signal", ServingCell::rsrp),
            cell("sim7028.signal.rsrq", "db", "Quality of the reference signal", ServingCell::rsrq),
            cell("sim7028.signal.sinr", "db", "Ratio of signal to noise", ServingCell::sinr));

    private ModemMeters() {}

    private static Level cell(String name, String unit, String description, Function<ServingCell, Number> value) {
        return new Level(name, unit, description, s -> s.cell() == null ? null : value.apply(s.cell()));
    }

    /** The number of modems. */
    static void ofComponent(ModemTotals modems, Target target) {
        gauge(target, "sim7028.modems", null, "Modems in use", modems::count);
        gauge(
                target,
                "sim7028.modems.ready",
                null,
                "Modems in use on which links can be opened, or that sleep",
                modems::ready);
    }

    /** The sums over all modems. */
    static void ofTotals(ModemTotals modems, Target target) {
        counts(target, modems::counters);
        gauge(target, "sim7028.links.open", null, "Open links", () -> modems.now(ModemMeters::openLinks));
    }

    /** What one modem counts, and its levels. */
    static void ofModem(ModemReadings modem, Target target) {
        counts(target, modem.counters());
        gauge(target, "sim7028.links.open", null, "Open links", level(modem.snapshot(), ModemMeters::openLinks));
        LEVELS.forEach(level ->
                gauge(target, level.name, level.unit, level.description, level(modem.snapshot(), level.value)));
        Supplier<Number> down = level(modem.snapshot(), ModemMeters::secondsDown);
        target.add(
                TimeGauge.builder("sim7028.modem.down", down, TimeUnit.SECONDS)
                        .description("Time since which the modem is not ready, 0 while the modem is ready or sleeps")
                        .tags(target.tags)
                        .register(target.registry),
                down);
    }

    private static void counts(Target target, Supplier<Counters> counters) {
        for (Count count : COUNTS) {
            Rising value = new Rising(counters, count.value);
            target.add(
                    FunctionCounter.builder(count.name, value, Rising::now)
                            .baseUnit(count.unit)
                            .description(count.description)
                            .tags(target.tags.and(count.tags))
                            .register(target.registry),
                    value);
        }
        gauge(target, "sim7028.messages.queued", null, "Messages without an outcome yet", () -> {
            Counters now = counters.get();
            return now == null ? 0 : now.queued();
        });
        Outages outages =
                new Outages(new Rising(counters, Counters::outages), new Rising(counters, all -> all.outageTime()
                        .toMillis()));
        target.add(
                FunctionTimer.builder(
                                "sim7028.outages",
                                outages,
                                o -> o.count.now(),
                                o -> o.millis.now(),
                                TimeUnit.MILLISECONDS)
                        .description("Outages and their length, the current one included")
                        .tags(target.tags)
                        .register(target.registry),
                outages);
    }

    private static void gauge(Target target, String name, String unit, String description, Supplier<Number> value) {
        target.add(
                Gauge.builder(name, value)
                        .baseUnit(unit)
                        .description(description)
                        .tags(target.tags)
                        .register(target.registry),
                value);
    }

    /** A level of a snapshot, NaN if unknown. */
    private static Supplier<Number> level(
            Supplier<ModemSnapshot> snapshots, Function<ModemSnapshot, ? extends Number> value) {
        return () -> {
            ModemSnapshot now = snapshots.get();
            Number level = now == null ? null : value.apply(now);
            return level == null ? Double.NaN : level;
        };
    }

    private static long openLinks(ModemSnapshot modem) {
        return modem.links().stream().filter(LinkSnapshot::isOpen).count();
    }

    private static double secondsDown(ModemSnapshot modem) {
        Instant since = modem.awaySince();
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }

    private record Outages(Rising count, Rising millis) {}

    /** A count that never falls, even where a sum does for a moment as a modem is no longer in use. */
    private static final class Rising {

        private final Supplier<Counters> counters;
        private final ToLongFunction<Counters> value;
        private final LongAccumulator highest = new LongAccumulator(Math::max, 0);

        Rising(Supplier<Counters> counters, ToLongFunction<Counters> value) {
            this.counters = counters;
            this.value = value;
        }

        long now() {
            Counters now = counters.get();
            if (now != null) {
                highest.accumulate(value.applyAsLong(now));
            }
            return highest.get();
        }
    }
}
