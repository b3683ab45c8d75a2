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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.status.ModemCounters;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.TransferSettings;

/** What sending needs of its modem: the dialogue, the time, the settings and what is counted. */
@OnLoop
public interface SendContext {

    TransferSettings transfer();

    @AnyThread
    Loop loop();

    /** The threads for what must not run on the loop. */
    @AnyThread
    ModemRuntime runtime();

    /** The dialogue while the modem is ready, otherwise null. */
    AtDialogue dialogue();

    /** The current status of the modem. */
    ModemStatus status();

    ModemCounters counters();

    /** Results that never came and may still come. */
    OwedResults doubts();

    /** Where bodies of messages are read. */
    BodyFetcher fetches();

    /** Whether the producers are being stopped: then messages no longer wait for a modem or a connection. */
    boolean isStopping();
}
