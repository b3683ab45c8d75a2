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
package io.github.sim7028.modem.driver.lifecycle;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.driver.link.OpenFailure;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import io.github.sim7028.modem.driver.routing.LinkDispatcher;
import io.github.sim7028.modem.driver.status.StatusBoard;
import java.time.Instant;
import org.slf4j.event.Level;

/** Passes unsolicited lines of a module to the supervisor, the links and the listeners of events. */
@OnLoop
final class UrcDispatcher implements AtListener {

    private static final String ECHO = "the module echoes commands again: the module must have restarted";

    private final StatusBoard board;
    private final LinkDispatcher links;
    private final ModuleListener module;
    private final UnknownLines unknown;
    private final String modem;
    private final LogThrottle stray = new LogThrottle();

    UrcDispatcher(String modem, StatusBoard board, LinkDispatcher links, ModuleListener module) {
        this.board = board;
        this.links = links;
        this.module = module;
        this.modem = modem;
        unknown = new UnknownLines(modem);
    }

    @Override
    public void silent(String reason) {
        module.silent(reason);
    }

    @Override
    public void lineLost(String reason, Throwable cause) {
        module.lineLost(reason, cause);
    }

    @Override
    public void outOfStep(String command) {
        board.trouble("the dialogue is resynchronised", command + " was not answered");
    }

    @Override
    public void refused(AtError reason) {
        if (OpenFailure.isNetworkClosed(reason)) {
            module.networkLost("the module reports that its network is closed (" + reason.describe() + ")");
        }
    }

    @Override
    public void streamed(byte[] bytes) {
        links.streamed(bytes);
    }

    @Override
    public void bodyLost(String header) {
        links.bodyLost(header);
    }

    @Override
    public void bodyUnasked(String header) {
        links.bodyUnasked(header);
    }

    @Override
    public void received(Urc urc) {
        if (!(urc instanceof Urc.Unknown || urc instanceof Urc.EchoReturned)) {
            board.counters().urc();
        }
        if (urc instanceof Urc.Restarted) {
            module.booted("the module restarted");
        } else if (urc instanceof Urc.EchoReturned) {
            module.echoed(ECHO);
        } else if (urc instanceof Urc.NetworkLost) {
            board.events().publish(new ModemEvent.NetworkLost(Instant.now()));
            module.networkLost("the network closed unexpectedly");
        } else if (urc instanceof Urc.RegistrationChanged changed) {
            board.radio().registration(changed.stat());
        } else if (urc instanceof Urc.Notice notice) {
            board.events().publish(new ModemEvent.Notice(Instant.now(), notice.line()));
        } else if (urc instanceof Urc.Unknown line && line.line().equalsIgnoreCase("AT")) {
            // of an AT whose answer is not awaited, as while a boot is awaited
            module.echoed(ECHO);
        } else if (urc instanceof Urc.Unknown line) {
            unknown.saw(line.line());
            board.counters().unknownLine();
            board.events().publish(new ModemEvent.UnknownLine(Instant.now(), line.line()));
        } else {
            if (urc instanceof Urc.LateConfirmation late) {
                strayConfirmation(late);
            }
            links.received(urc);
        }
    }

    /** The messages it may have been credited to, or belongs to, are the links' business; that it came must not pass in silence. */
    private void strayConfirmation(Urc.LateConfirmation late) {
        board.counters().strayConfirmation();
        stray.log(
                LOG,
                Level.WARN,
                "Modem '{}': the module confirmed {} of {} on link {} (+CIPSEND) though no message awaits a"
                        + " confirmation: late, or repeated",
                modem,
                late.confirmed(),
                Counted.of(late.requested(), "byte"),
                late.link());
    }
}
