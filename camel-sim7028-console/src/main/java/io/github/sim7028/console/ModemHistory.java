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
package io.github.sim7028.console;

import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ServingCell;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** What a modem was like in the last hours: samples of its signal, cell and counters, and its last events. */
final class ModemHistory implements ModemListener {

    /** One each minute: four hours. */
    static final int SAMPLES = 240;

    static final int EVENTS = 100;

    private final Modem modem;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Deque<Map<String, Object>> events = new ArrayDeque<>();

    /** A level that is not known is null. */
    private record Sample(
            long second,
            Integer dbm,
            Integer rsrp,
            Double rsrq,
            Integer sinr,
            Long cell,
            long confirmed,
            long notSent,
            long unknown,
            long received) {

        static Sample of(Instant time, ModemSnapshot modem) {
            ServingCell cell = modem.cell() == null ? ServingCell.UNKNOWN : modem.cell();
            Counters counters = modem.counters();
            return new Sample(
                    time.getEpochSecond(),
                    modem.signal() == null ? null : modem.signal().dbm(),
                    cell.rsrp(),
                    cell.rsrq(),
                    cell.sinr(),
                    cell.cell(),
                    counters.confirmed(),
                    counters.notSent(),
                    counters.unknown(),
                    counters.messagesIn());
        }
    }

    ModemHistory(Modem modem) {
        this.modem = modem;
    }

    Modem modem() {
        return modem;
    }

    void begin() {
        modem.follow(this);
        sample();
    }

    void end() {
        modem.removeListener(this);
    }

    /** Notes what the driver knows now, without a query to the module. */
    void sample() {
        Sample sample = Sample.of(Instant.now(), modem.snapshot());
        lock.lock();
        try {
            if (!samples.isEmpty() && samples.getLast().second >= sample.second) {
                samples.removeLast();
            }
            add(samples, sample, SAMPLES);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void happened(ModemEvent event) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("time", event.time().toString());
        shown.put("type", event.type());
        shown.put("text", EventText.of(event));
        lock.lock();
        try {
            add(events, shown, EVENTS);
        } finally {
            lock.unlock();
        }
        if (event instanceof ModemEvent.SignalChanged) {
            sample();
        }
    }

    private static <T> void add(Deque<T> all, T next, int most) {
        if (all.size() == most) {
            all.remove();
        }
        all.add(next);
    }

    /** The last events, the latest first. */
    List<Map<String, Object>> events() {
        lock.lock();
        try {
            List<Map<String, Object>> latestFirst = new ArrayList<>(events);
            Collections.reverse(latestFirst);
            return latestFirst;
        } finally {
            lock.unlock();
        }
    }

    /** The samples in columns, the oldest first, with the present as the last one. */
    Map<String, Object> columns(ModemSnapshot now) {
        List<Sample> all;
        lock.lock();
        try {
            all = new ArrayList<>(samples);
        } finally {
            lock.unlock();
        }
        Sample present = Sample.of(Instant.now(), now);
        all.removeIf(sample -> sample.second >= present.second);
        all.add(present);
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("time", column(all, Sample::second));
        columns.put("dbm", column(all, Sample::dbm));
        columns.put("rsrp", column(all, Sample::rsrp));
        columns.put("rsrq", column(all, Sample::rsrq));
        columns.put("sinr", column(all, Sample::sinr));
        // a number of a cell has up to 28 bits
        columns.put("cell", column(all, Sample::cell));
        columns.put("confirmed", column(all, Sample::confirmed));
        columns.put("notSent", column(all, Sample::notSent));
        columns.put("unknown", column(all, Sample::unknown));
        columns.put("received", column(all, Sample::received));
        return columns;
    }

    private static List<Object> column(List<Sample> all, Function<Sample, Object> what) {
        List<Object> column = new ArrayList<>(all.size());
        all.forEach(sample -> column.add(what.apply(sample)));
        return column;
    }
}
