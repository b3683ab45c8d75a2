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
package io.github.sim7028.modem.driver.status;

import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.ServingCell;
import io.github.sim7028.modem.report.SignalQuality;
import java.time.Instant;

/** The last known signal and registration of a modem; publishes changes. */
public final class RadioState {

    private final EventPublisher events;
    private volatile SignalQuality signal;
    private volatile ServingCell cell;
    private volatile RegistrationState registration;

    RadioState(EventPublisher events) {
        this.events = events;
    }

    /** Null before it was first asked for. */
    public SignalQuality signal() {
        return signal;
    }

    /** Null before it was first asked for. */
    public ServingCell cell() {
        return cell;
    }

    /** Null before the first report. */
    public RegistrationState registration() {
        return registration;
    }

    public SignalQuality signal(int rssi) {
        measured(rssi, cell);
        return signal;
    }

    public ServingCell cell(ServingCell now) {
        take(signal, now);
        return now;
    }

    /** Both, as one event; the cell is null when the module does not tell. */
    public void measured(int rssi, ServingCell now) {
        take(SignalQuality.of(rssi), now == null ? cell : now);
    }

    /** Levels change all the time, and a first cell is no other cell: neither is an event. */
    private void take(SignalQuality signalNow, ServingCell cellNow) {
        boolean moved = cell != null && cellNow != null && cellNow.movedFrom(cell);
        boolean changed = signalNow != null && (moved || !signalNow.equals(signal));
        signal = signalNow;
        cell = cellNow;
        if (changed) {
            events.publish(new ModemEvent.SignalChanged(Instant.now(), signalNow, cellNow));
        }
    }

    public RegistrationState registration(int stat) {
        RegistrationState now = RegistrationState.of(stat);
        if (!now.equals(registration)) {
            registration = now;
            events.publish(new ModemEvent.RegistrationChanged(Instant.now(), now));
        }
        return now;
    }
}
