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
package io.github.sim7028.modem;

import io.github.sim7028.at.AtError;
import io.github.sim7028.at.OnLoop;

/** Sends what one link has to send, in order. How that goes is a matter of the access mode. */
@OnLoop
interface Outgoing {

    boolean isEmpty();

    void add(Message message);

    /** The connection has (again) been opened. */
    void opened();

    /** The modem has become ready: from now on the time to send counts. */
    void modemReady();

    /** Sends what it can. */
    void pump();

    /**
     * The module said what was sent of a piece that nobody awaits.
     *
     * @param owed whether a result of this number was missing
     */
    default void unasked(int requested, int confirmed, boolean owed) {}

    /**
     * The connection has ended, or must end. What is left of messages cut in two is failed: on another connection it would
     * be another message.
     *
     * @param then runs when nothing of this connection is under way any more
     */
    void linkEnded(String reason, Runnable then);

    /** The modem went away: the dialogue fails what is under way. */
    void modemGone(String reason);

    /** The number is another's: what has not begun would go there, and results on it are the other's. */
    void giveUp(String reason);

    /** Fails what has not begun and answers what came on a connection that has ended. */
    void failAnswers(String reason);

    /** Those who send are being stopped: they wait for no modem and no connection any more. */
    void stopping();

    /** Fails what has not begun: of one lease, or of all when it is null. */
    void failWaiting(LinkLease owner, String reason, AtError error, boolean retryable, Throwable cause);
}
