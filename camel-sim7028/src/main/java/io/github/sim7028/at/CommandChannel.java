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

import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipSend;
import java.util.concurrent.CompletionStage;

/**
 * Where commands are given to one module: one has the channel until its final result, any number may await result codes after that. Lives on
 * the modem's loop; futures complete there.
 */
public interface CommandChannel {

    /** Asks something that is answered within the command timeout. */
    <R> CompletionStage<R> execute(AtCommand<R> command);

    /**
     * Asks something whose result may take longer than its final result.
     *
     * @param resultTimeout how long the whole of it may take once it has begun, in milliseconds
     */
    <R> CompletionStage<R> execute(AtCommand<R> command, long resultTimeout);

    /** Takes back a command that has not begun; leaves it alone when it has. */
    void withdraw(AtCommand<?> command, String reason);

    /**
     * Gives no more of the payload of a send: its number is another connection's now. A send that has the channel ends before its payload has
     * left, and a prompt that still comes is not answered with the payload; one whose payload has begun to leave goes on.
     */
    void withhold(CipSend send, String reason);

    /** Awaits the result of a command no longer; one that still has the channel is left to its own limit. */
    void forget(AtCommand<?> command, String reason);
}
