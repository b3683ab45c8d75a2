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
package io.github.sim7028.line;

import io.github.sim7028.line.util.ForeignText;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The opening of one line, which can be cancelled at any time, from any thread: everything opened so far is closed then, which ends every
 * wait for the far side.
 */
public final class LineOpening {

    /** How long all of it may take: name, connection, TLS and negotiation together. */
    static final Duration LIMIT = Duration.ofSeconds(15);

    private Closeable opened;
    private String reason;

    /**
     * Cancels the opening.
     *
     * @param why the reason, which the exception of the opening contains
     */
    public void giveUp(String why) {
        Closeable now;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            now = opened;
        }
        close(now);
    }

    /** Closes the given resource when the opening is cancelled; immediately if the opening is cancelled already. */
    void closes(Closeable resource) {
        synchronized (this) {
            opened = resource;
            if (reason == null) {
                return;
            }
        }
        close(resource);
    }

    /** Why the opening was cancelled; null if it was not. */
    synchronized String reason() {
        return reason;
    }

    /** Opens something within a limit. */
    <T> T within(Duration limit, String device, Step<T> step) throws LineException {
        CompletableFuture<Void> timer = new CompletableFuture<>();
        timer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((v, late) -> {
            if (late != null) {
                giveUp("the line did not open within " + limit.toMillis() + " ms");
            }
        });
        try {
            T result = step.run();
            timer.complete(null);
            if (reason() != null) {
                throw new LineException(device + ": " + reason());
            }
            return result;
        } catch (IOException | RuntimeException e) {
            if (reason() != null) {
                throw new LineException(device + ": " + reason(), e);
            }
            throw e instanceof LineException known
                    ? known
                    : new LineException(device + ": " + ForeignText.messageOf(e), e);
        } finally {
            timer.complete(null);
            synchronized (this) {
                // from now on it is the line's
                opened = null;
            }
        }
    }

    private static void close(Closeable resource) {
        if (resource != null) {
            try {
                resource.close();
            } catch (IOException e) {
                // it is gone all the same
            }
        }
    }

    /** What is opened. */
    public interface Step<T> {
        T run() throws IOException;
    }
}
