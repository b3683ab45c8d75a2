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

import io.github.sim7028.at.error.AtError;

/** An AT command failed; with the command, the error code of the note (chapter 5) and its text. */
public class Sim7028CommandException extends Sim7028Exception {

    private static final long serialVersionUID = 1L;

    private final String command;
    private final transient AtError error;

    public Sim7028CommandException(String message, String command, AtError error, Throwable cause) {
        super(message, cause);
        this.command = command;
        this.error = error;
    }

    /** The command as it was sent, secrets masked. */
    public String getCommand() {
        return command;
    }

    /** The module's error, null if the module did not answer. */
    public AtError getError() {
        return error;
    }
}
