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

import io.github.sim7028.line.util.ForeignText;
import java.io.IOException;

/** The base class of all exceptions of the SIM7028 component. */
public class Sim7028Exception extends IOException {

    private static final long serialVersionUID = 1L;

    private boolean logged;

    public Sim7028Exception(String message) {
        super(ForeignText.message(message));
    }

    public Sim7028Exception(String message, Throwable cause) {
        super(ForeignText.message(message), cause);
    }

    /** Whether the driver has already logged a warning about this exception: then no further warning is needed. */
    public final boolean isLogged() {
        return logged;
    }

    /** Marks this exception as already logged with a warning; returns this exception. */
    public final Sim7028Exception logged() {
        logged = true;
        return this;
    }
}
