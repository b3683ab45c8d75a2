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
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtException;
import io.github.sim7028.at.error.AtProtocolException;
import io.github.sim7028.at.spi.Loop;
import java.util.concurrent.CompletableFuture;

/** One command with the future that waits for it and its limits in time. */
final class PendingCommand<R> {

    final AtCommand<R> command;
    final CompletableFuture<R> future = new CompletableFuture<>();
    final long timeout;
    /** Only its own recognisable answer counts: every other result, ERROR included, is a late one. */
    final boolean fence;

    /** How long nothing had been said when it began. */
    long pause;
    /** When it began. */
    long begun;

    private long deadline;
    private Loop.Timer timer = () -> {};

    /** @param timeout how long the whole of it may take once it has begun, in milliseconds */
    PendingCommand(AtCommand<R> command, long timeout, boolean fence) {
        this.command = command;
        this.timeout = timeout;
        this.fence = fence;
    }

    /** Its time has begun; {@code overdue} runs when its answer has not come by then. */
    void begin(Loop loop, long answerTimeout, Runnable overdue) {
        deadline = loop.now() + timeout;
        arm(loop, Math.min(timeout, answerTimeout), overdue);
    }

    /** Starts waiting for the answer again. */
    void arm(Loop loop, long millis, Runnable overdue) {
        timer.cancel();
        timer = loop.after(millis, overdue);
    }

    /** Its answer has come, its result may take what is left of its time. */
    void awaitResult(Loop loop, Runnable overdue) {
        arm(loop, Math.max(1, deadline - loop.now()), overdue);
    }

    void stopClock() {
        timer.cancel();
    }

    /** Returns what is wrong with the answer instead when it contradicts itself. */
    AtProtocolException complete() {
        timer.cancel();
        R result;
        try {
            result = command.result();
        } catch (AtProtocolException e) {
            return e;
        }
        future.complete(result);
        return null;
    }

    void abort(String reason, Throwable cause) {
        fail(new AtAbortedException(command.shown(), reason, cause));
    }

    void fail(AtException reason) {
        timer.cancel();
        command.failed();
        future.completeExceptionally(reason);
    }
}
