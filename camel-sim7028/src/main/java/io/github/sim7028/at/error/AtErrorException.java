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

import io.github.sim7028.at.spi.Futures;

/** The module answered a command with an error. */
public final class AtErrorException extends AtException {

    private static final long serialVersionUID = 1L;

    private final transient AtError error;

    public AtErrorException(String command, AtError error) {
        super(command, " failed: " + error.describe(), null);
        this.error = error;
    }

    public AtError error() {
        return error;
    }

    /** The error with which the module answered a command; null if there was no such error. */
    public static AtError errorOf(Throwable failure) {
        return failure != null && Futures.unwrapped(failure) instanceof AtErrorException refused
                ? refused.error()
                : null;
    }
}
