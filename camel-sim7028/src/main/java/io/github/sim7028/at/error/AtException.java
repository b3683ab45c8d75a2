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
package io.github.sim7028.at.error;

import io.github.sim7028.line.util.ForeignText;
import java.io.IOException;

/** A command did not complete successfully. */
public abstract class AtException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String command;

    /** @param command the command, secrets masked */
    AtException(String command, String message, Throwable cause) {
        super(ForeignText.ascii(command) + message, cause);
        this.command = command;
    }

    /** The command as it was sent, secrets masked. */
    public String command() {
        return command;
    }
}
