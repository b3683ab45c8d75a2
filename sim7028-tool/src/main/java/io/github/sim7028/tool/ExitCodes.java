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
package io.github.sim7028.tool;

/** The exit codes of the program. */
public final class ExitCodes {

    /** The command did what it was asked to do; for {@code send}: the module confirmed every byte. */
    public static final int DONE = 0;

    /** The command failed for a reason that has no exit code of its own. */
    public static final int FAILED = 1;

    /** An argument is missing or wrong. Nothing was opened. */
    public static final int USAGE = 2;

    /** The line could not be opened, or the modem did not become ready. */
    public static final int UNAVAILABLE = 3;

    /** {@code send}: nothing was sent. */
    public static final int NOT_SENT = 4;

    /** {@code send}: the message may have arrived, completely or in part. */
    public static final int UNKNOWN = 5;

    /** The command ran to its end, and found a problem. */
    public static final int FOUND = 6;

    /** The user ended the command with Ctrl+C. */
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
