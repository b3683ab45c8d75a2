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

import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemEvent.Asleep;
import io.github.sim7028.modem.ModemEvent.Awake;
import io.github.sim7028.modem.ModemEvent.ClientAccepted;
import io.github.sim7028.modem.ModemEvent.LinkClosed;
import io.github.sim7028.modem.ModemEvent.LinkOpened;
import io.github.sim7028.modem.ModemEvent.ModuleRestarted;
import io.github.sim7028.modem.ModemEvent.NetworkLost;
import io.github.sim7028.modem.ModemEvent.Notice;
import io.github.sim7028.modem.ModemEvent.RegistrationChanged;
import io.github.sim7028.modem.ModemEvent.SignalChanged;
import io.github.sim7028.modem.ModemEvent.StatusChanged;
import io.github.sim7028.modem.ModemEvent.UnknownLine;

/** An event in one line of words. */
final class EventText {

    private static final int LONGEST = 300;

    private EventText() {}

    static String of(ModemEvent event) {
        String text = words(event);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String words(ModemEvent event) {
        if (event instanceof StatusChanged changed) {
            return changed.status().describe();
        } else if (event instanceof LinkOpened opened) {
            return link(opened.link(), opened.protocol(), opened.remoteHost(), opened.remotePort()) + " is open";
        } else if (event instanceof LinkClosed closed) {
            return link(closed.link(), closed.protocol(), closed.remoteHost(), closed.remotePort()) + " is closed: "
                    + closed.meaning();
        } else if (event instanceof ClientAccepted accepted) {
            return "server " + accepted.serverIndex() + " has accepted "
                    + link(accepted.link(), "tcp", accepted.remoteHost(), accepted.remotePort());
        } else if (event instanceof RegistrationChanged changed) {
            return changed.registration().words();
        } else if (event instanceof SignalChanged changed) {
            return changed.signal().describe()
                    + (changed.cell() == null ? "" : "; " + changed.cell().describe());
        } else if (event instanceof ModuleRestarted restarted) {
            return restarted.reason();
        } else if (event instanceof Notice notice) {
            return notice.line();
        } else if (event instanceof UnknownLine unknown) {
            return unknown.line();
        } else if (event instanceof NetworkLost) {
            return "the network has closed all links";
        } else if (event instanceof Asleep) {
            return "the module sleeps";
        } else if (event instanceof Awake) {
            return "the module is awake";
        }
        return event.type();
    }

    private static String link(int number, String protocol, String host, int port) {
        return "link " + number + " (" + protocol + (host == null ? "" : " " + host + ":" + port) + ")";
    }
}
