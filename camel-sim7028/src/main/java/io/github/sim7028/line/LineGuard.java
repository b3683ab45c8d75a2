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

/**
 * Says whether this program may talk to a modem now, for example because it owns the modem in a cluster. {@link GuardedLines} asks before a line
 * is opened, again when the line is open, and before each write: a write that the guard forbids does not begin, and the line is closed.
 *
 * <p>A guard is asked on the modem's loop, for every command and every payload. The methods must return at once: they read a field, and do not wait
 * for a lock, a network or a file. A guard that throws has said no.
 */
public interface LineGuard {

    /** Whether this program may talk to the modem at this moment. */
    boolean mayTalk();

    /**
     * Why it may not, for the log, the health check and the failures of messages, for example {@code the lease ended 2 s ago}. Called after
     * {@link #mayTalk()} has said no.
     */
    String why();
}
