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
import io.github.sim7028.at.CommandChannel;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.status.ModemCounters;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.TransferSettings;

/** What sending and receiving need of their modem: its commands, the time, the settings and what is counted. */
@OnLoop
public final class SendContext {

    private final TransferSettings transfer;
    private final Loop loop;
    private final ModemRuntime runtime;
    private final StatusBoard board;
    private final ModemCounters counters;
    private final OwedResults doubts;
    private final BodyFetcher fetches;
    private AtDialogue dialogue;
    private CommandChannel commands;
    private Runnable whenWanted = () -> {};
    private boolean stopping;
    private boolean stopped;

    public SendContext(TransferSettings transfer, Loop loop, ModemRuntime runtime, StatusBoard board) {
        this.transfer = transfer;
        this.loop = loop;
        this.runtime = runtime;
        this.board = board;
        counters = board.counters();
        doubts = new OwedResults(loop);
        fetches = new BodyFetcher(runtime, loop);
    }

    /** The modem is ready. */
    public void up(AtDialogue ready) {
        dialogue = ready;
        commands = ready.commands();
    }

    /** The modem is ready no more. */
    public void down() {
        dialogue = null;
        commands = null;
    }

    /** @param listener runs on the loop when a message comes while the modem is not ready */
    public void whenWanted(Runnable listener) {
        whenWanted = listener;
    }

    /** A message has come while the modem is not ready. */
    void wanted() {
        whenWanted.run();
    }

    /** The senders are being stopped. */
    public void stopping() {
        stopping = true;
    }

    /** The modem has been stopped for good. */
    public void stopped() {
        stopped = true;
    }

    public TransferSettings transfer() {
        return transfer;
    }

    @AnyThread
    public Loop loop() {
        return loop;
    }

    /** The threads for what must not run on the loop. */
    @AnyThread
    public ModemRuntime runtime() {
        return runtime;
    }

    /** Where commands are given while the modem is ready, otherwise null. */
    public CommandChannel commands() {
        return commands;
    }

    /** The dialogue while the modem is ready, otherwise null: for data mode. */
    AtDialogue dialogue() {
        return dialogue;
    }

    /** The current status of the modem. */
    ModemStatus status() {
        return board.current();
    }

    @AnyThread
    public ModemCounters counters() {
        return counters;
    }

    /** Results that never came and may still come. */
    public OwedResults doubts() {
        return doubts;
    }

    /** Where bodies of messages are read. */
    BodyFetcher fetches() {
        return fetches;
    }

    /** Whether the producers are being stopped: then messages no longer wait for a modem or a connection. */
    boolean isStopping() {
        return stopping;
    }

    /** Whether the modem has been stopped for good: messages no longer wait for it. */
    public boolean isStopped() {
        return stopped;
    }
}
