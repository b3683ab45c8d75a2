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
package io.github.sim7028.modem.driver.lifecycle;

import io.github.sim7028.modem.settings.ModemProfile;

/** What to check where a module does not answer; the commonest reason of all is the wrong port or baud rate. */
public final class SilenceAdvice {

    public static final String WORDS =
            "that it has power, that the option device names its AT port and not another of its ports, and that the options"
                    + " baudRate and flowControl are those of the module";

    private SilenceAdvice() {}

    /** Of a module that has never answered. */
    static String neverAnswered(ModemProfile profile) {
        return "the module does not answer on " + profile.line() + ": check " + WORDS;
    }
}
