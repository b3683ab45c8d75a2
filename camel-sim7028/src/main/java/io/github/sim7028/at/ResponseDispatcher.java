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
package io.github.sim7028.at;

import io.github.sim7028.at.CommandQueue.Turn;
import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.ResultCode;
import io.github.sim7028.at.codec.SentSecrets;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.codec.UrcParser;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.datamode.DataMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assigns every line, body and prompt to the running command, to a command that awaits its result, or to none. */
final class ResponseDispatcher implements AtDecoder.Sink {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sim7028.at");

    private final String name;
    private final DialogueLog log;
    private final AtListener listener;
    private final SentSecrets said;
    private final UrcParser urcs;
    private CommandScheduler channel;
    private DataMode data;
    /** The read whose bytes came last; null when the last bytes were no read's. */
    private CipRxGet lastRead;

    /** Nothing is believed but the answer to a fence. */
    private boolean muted;

    private boolean echoed;
    /** Whether the module has repeated a command since that was last asked for. */
    private boolean repeats;

    private long noise;

    /**
     * @param log  shows people what is heard
     * @param said the secrets that commands gave
     */
    ResponseDispatcher(DialogueLog log, AtListener listener, SentSecrets said) {
        this.log = log;
        name = log.name();
        this.listener = listener;
        this.said = said;
        urcs = new UrcParser(listener::received, said::masked);
    }

    /** Whose lines they may be; given once, before anything else. */
    void hearsFor(CommandScheduler commands, DataMode mode) {
        channel = commands;
        data = mode;
    }

    /** The rest of a body that was given up may come: until the module answers what it is asked then, nothing is believed. */
    void mute() {
        LOG.debug(
                "{}: received data broke off; further input may be the rest of that data and is dropped until"
                        + " the module answers again",
                name);
        muted = true;
        echoed = false;
        urcs.forgetSender();
    }

    /** The module is believed again. Returns whether it repeated a command while nothing was believed. */
    boolean resynchronised() {
        boolean echoHeard = muted && echoed;
        muted = false;
        return echoHeard;
    }

    /** Whether the module has repeated a command since this was last asked. */
    boolean repeats() {
        boolean was = repeats;
        repeats = false;
        return was;
    }

    /** What was half said will not be ended. */
    void reset() {
        muted = false;
        urcs.forgetSender();
    }

    @Override
    public int bodyLength(String line) {
        if (muted) {
            return AtDecoder.NO_BODY;
        }
        Turn<?> current = channel.current();
        if (current != null) {
            int length = current.command.bodyLength(line);
            if (length != AtDecoder.NO_BODY) {
                return length;
            }
        }
        AtCommand<?> abandoned = channel.abandoned();
        int late = abandoned == null ? AtDecoder.NO_BODY : abandoned.bodyLength(line);
        if (late != AtDecoder.NO_BODY) {
            return late;
        }
        int pushed = urcs.bodyLength(line);
        return pushed != AtDecoder.NO_BODY ? pushed : CipRxGet.unaskedLength(line);
    }

    @Override
    public void body(String header, byte[] bytes) {
        log.heardPayload(header, bytes);
        lastRead = reading(header);
        if (UrcParser.isPush(header)) {
            urcs.body(header, bytes);
        } else if (lastRead != null) {
            lastRead.body(header, bytes);
        } else {
            listener.bodyUnasked(header);
        }
        channel.proceed();
    }

    @Override
    public int more(String header, byte[] bytes) {
        CipRxGet read = reading(header);
        return read == null ? 0 : read.more(bytes);
    }

    @Override
    public void bodyFollowed(String lineEnds) {
        if (lastRead != null) {
            lastRead.followed(lineEnds);
        }
    }

    /** The read that these bytes answer; null when they are none's. */
    private CipRxGet reading(String header) {
        Turn<?> current = channel.current();
        if (UrcParser.isPush(header)) {
            return null;
        }
        if (current != null && current.command instanceof CipRxGet read && read.arrived()) {
            return read;
        }
        return channel.abandoned() instanceof CipRxGet read && read.arrived() ? read : null;
    }

    @Override
    public void line(String line) {
        if (muted) {
            whileMuted(line);
            return;
        }
        if (log.wanted()) {
            log.heard(said.masked(line));
        }
        if (UrcParser.isRestart(line)) {
            urcs.line(line);
        } else if (channel.isEcho(line)) {
            repeats = true;
            listener.received(new Urc.EchoReturned());
        } else if (!channel.takenByAwaiting(line) && !takenByCurrent(line) && !data.takes(line)) {
            takeUnasked(line);
        }
    }

    private void whileMuted(String line) {
        Turn<?> current = channel.current();
        boolean fence = current != null && current.fence;
        echoed |= fence && line.equalsIgnoreCase(current.command.text());
        if (!fence || !takenByCurrent(line)) {
            LOG.debug("{} << {} characters, dropped", name, line.length());
        }
    }

    private boolean takenByCurrent(String line) {
        Turn<?> current = channel.current();
        if (current == null) {
            return false;
        }
        ResultCode code = ResultCode.parse(line, said::masked);
        if (code == null) {
            return current.command.accept(line) || current.command.acceptError(ResultCode.reason(line, said::masked));
        }
        if (code.error() == null && !current.command.mayEnd() || current.fence && !current.command.mayEnd()) {
            if (code.error() != null) {
                channel.fenceRefused();
            }
            stray(line);
        } else if (code.error() == null) {
            channel.succeed();
        } else {
            channel.refuse(current.command.reasonOf(code.error()));
        }
        return true;
    }

    private void takeUnasked(String line) {
        if (!ResultCode.isOne(line)) {
            urcs.line(line);
        } else {
            stray(line);
        }
    }

    /** A result that belongs to nothing that is asked now. */
    private void stray(String line) {
        LOG.debug("{}: {} answers no command that is waiting; ignored", name, said.masked(line));
        if (line.equals("OK") && channel.abandoned() instanceof CipRxGet read) {
            read.endedLate();
        }
    }

    @Override
    public void stream(byte[] bytes, int offset, int length) {
        data.received(bytes, offset, length);
    }

    @Override
    public boolean awaitsPrompt() {
        Turn<?> current = channel.current();
        return current != null && current.command instanceof CipSend send && !send.begun();
    }

    @Override
    public void prompt() {
        log.heard(">");
        if (!muted && channel.current().command instanceof CipSend send) {
            channel.writePayload(send);
        }
    }

    @Override
    public void noise(int bytes) {
        noise += bytes;
        Turn<?> current = channel.current();
        if (current != null && current.command instanceof CipRxGet read) {
            read.noise();
        }
        LOG.debug("{} << {} bytes of line noise ({} so far)", name, bytes, noise);
    }
}
