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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import io.github.sim7028.simulator.model.PlatformError;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.net.Link;
import io.github.sim7028.simulator.net.Links;
import io.github.sim7028.simulator.net.NetworkHost;
import io.github.sim7028.simulator.net.TcpServers;
import io.github.sim7028.simulator.power.Sleep;
import java.util.List;
import java.util.function.Consumer;

/** What a command may use of the module it is given to. */
public interface ModuleContext {

    /** The most bytes of one CIPSEND (2.1.4). */
    int SEND_LIMIT = 1500;

    /** The loop all of it runs on. */
    EventLoop loop();

    /** The present settings. */
    Settings settings();

    /** How the module speaks. */
    Dialect dialect();

    /** SIM card and registration. */
    Radio radio();

    /** The context that {@code NETOPEN} activates. */
    PacketService network();

    /** The links by number. */
    Links links();

    /** The TCP servers by index. */
    TcpServers servers();

    /** What new links need. */
    NetworkHost networkHost();

    /** Whether it is busy, and what becomes of the next send. */
    ModuleCondition condition();

    /** Its power saving. */
    Sleep sleep();

    /** Says a line of information. */
    void answer(String line);

    /** Says a line of information with data behind it. */
    void answer(String line, byte[] data);

    /** Says an unsolicited line. */
    void say(String line);

    /** Says an unsolicited line, and does something when it has been said. */
    void say(String line, Runnable then);

    /** Marks the running command as answered later; the result completes it. */
    Consumer<Outcome> later();

    /** Switches to data mode with this link, saying {@code CONNECT <rate>}. */
    Outcome connect(Link link);

    /** What says that a transparent connection is closed. */
    String closedWord();

    /** Bits per second of the UART. */
    int rate();

    /** Sets the rate of the UART for what is written from now on. */
    void rate(int value);

    /** Restarts as {@code QCRST} does, once everything said is on the line. */
    void restart();

    /** Switches the radio; without it the network is lost. */
    void power(boolean on);

    /** Switches the radio off and on at once; the network is lost. */
    void cycleRadio();

    /** Registers, or deregisters and stays so; without registration the network is lost. */
    void attach(boolean on);

    /** A {@code +CIPERROR} of 5.2, with its {@code ERROR} or two. */
    default Outcome cipError(ErrorCode error) {
        answer("+CIPERROR: " + error.number());
        if (dialect().has(Quirk.DOUBLE_ERROR)) {
            answer("ERROR");
        }
        return Outcome.ERROR;
    }

    /** A {@code +IP ERROR} of 5.1, in numbers or words, with its {@code ERROR}. */
    default Outcome ipError(ErrorInfo error) {
        answer("+IP ERROR: " + (settings().errMode == 0 ? String.valueOf(error.number()) : error.words()));
        return Outcome.ERROR;
    }

    /** A {@code +CME ERROR} in the format of CMEE. */
    default Outcome cmeError(int number, String words) {
        return switch (settings().cmee) {
            case 1 -> new Outcome.Final("+CME ERROR: " + number);
            case 2 -> new Outcome.Final("+CME ERROR: " + words);
            default -> Outcome.ERROR;
        };
    }

    /** A {@code +CME ERROR} of the platform. */
    default Outcome cmeError(PlatformError error) {
        return cmeError(error.number(), error.words());
    }

    /** A refusal of data, with {@code +CIPERROR} or, where the module says so in words, {@code +IP ERROR}. */
    default Outcome refuseData(ErrorCode error) {
        return switch (error) {
            case BUSY -> dialect().has(Quirk.TCP_BUSY) ? ipError(ErrorInfo.TCP_BUSY) : cipError(error);
            case NETWORK_NOT_OPENED ->
                dialect().has(Quirk.CLOSED_IP_ERROR) ? ipError(ErrorInfo.NETWORK_NOT_OPENED) : cipError(error);
            default -> cipError(error);
        };
    }

    /** Says these lines; the last is the final result. */
    default Outcome answerInstead(List<String> lines) {
        int last = lines.size() - 1;
        lines.subList(0, last).forEach(this::answer);
        return new Outcome.Final(lines.get(last));
    }
}
