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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.CommandChannel;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.send.OwedResults;
import io.github.sim7028.modem.driver.send.SendContext;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.status.ModemCounters;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.TransferSettings;

/** What links and servers need of their modem. */
@OnLoop
public interface LinkContext {

    /** What every message needs. */
    @AnyThread
    SendContext sending();

    TransferSettings transfer();

    @AnyThread
    Loop loop();

    /** The threads for what must not run on the loop. */
    @AnyThread
    ModemRuntime runtime();

    /** Where commands are given while the modem is ready, otherwise null. */
    CommandChannel commands();

    /** Where the modem stands now. */
    ModemStatus status();

    ModemCounters counters();

    /** Results that never came and may still come. */
    OwedResults doubts();

    /** The modem's name. */
    @AnyThread
    String name();

    RecoverySettings recovery();

    /** Whether the line is the one link's own stream (1.3). */
    @AnyThread
    boolean transparent();

    @AnyThread
    StatusBoard board();

    LinkNumberPool numbers();

    /** Whether data is buffered in the module or pushed. */
    ReceiveModeSwitch receiving();

    /**
     * The pauses of a link or server and what was logged about it.
     *
     * @param spec what it leads to
     */
    LinkHistory history(Object spec);

    LinkOutcomes outcomes();

    /** Changes the count of leases under the lock they are booked under. */
    @AnyThread
    void book(Runnable change);

    /** Has a number that the module may have open closed before it is used; a link that had the number gets another. */
    void reclaim(int number);

    /** The same for one that its holder could not close, and has left. */
    void reclaim(int number, LinkNumberPool.Holder from);

    /** The leases may have come to ask for the other receive mode. */
    void adjustReceiveMode();

    /** More waits for the receiver of a stream than should: the line rests for a moment, and then the stream ends. */
    void catchUp();

    /** What waits for receivers may have become more or less. */
    void adjustReading();

    /** What an earlier connection of this number asked for was read after a client had got it: it is the client's. */
    void readFor(int number, byte[] data);

    /** Asks the module which links it has open, and settles what differs from what is known. */
    void audit();
}
