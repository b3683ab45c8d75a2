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

import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.routing.LinkManager;
import io.github.sim7028.modem.driver.session.LineManager;

/** Tells the parts of a modem that it is no longer ready: recovery, keep-alive, links and what is under way, in this order. */
@OnLoop
final class Losses {

    private final ModemLifecycle life;
    private final LinkManager links;
    private final LineManager line;
    private final RecoveryPolicy recovery;
    private final KeepAlive idle;
    private final SleepWatch sleep;

    Losses(
            ModemLifecycle life,
            LinkManager links,
            LineManager line,
            RecoveryPolicy recovery,
            KeepAlive idle,
            SleepWatch sleep) {
        this.life = life;
        this.links = links;
        this.line = line;
        this.recovery = recovery;
        this.idle = idle;
        this.sleep = sleep;
    }

    /** Everything above the line is lost; the module may still wait for a payload. */
    void lost(String reason, Throwable cause) {
        down(reason);
        if (line.session() != null) {
            line.dialogue().cutOff(reason, cause);
        }
    }

    /** The same by a restart: the module waits for nothing any more. */
    void restarted(String reason) {
        down(reason);
        if (line.session() != null) {
            line.dialogue().abortAll(reason, null);
        }
        links.doubts().clear();
    }

    /** The links end for a while, as the module sleeps. */
    void asleep(String reason) {
        end();
        links.asleep(reason);
        line.dialogue().cutOff(reason, null);
    }

    /** The links are told before anything is tried again. */
    private void down(String reason) {
        end();
        links.down(reason);
    }

    private void end() {
        life.interrupt();
        recovery.down();
        idle.stop();
        sleep.stop();
    }
}
