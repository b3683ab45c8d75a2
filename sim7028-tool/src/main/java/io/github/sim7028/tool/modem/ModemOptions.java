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
package io.github.sim7028.tool.modem;

import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.tool.line.LineOptions;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The modem, on the command line: the line, the SIM card's contract and how long to wait. */
public final class ModemOptions {

    @Mixin
    private LineOptions line;

    @Mixin
    private ProfileOptions profile;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait until the modem is ready. A first search for a network may take 15 "
                    + "minutes and more. Default: ${DEFAULT-VALUE}.")
    private int waitSeconds = 300;

    /** How long to wait until the modem is ready. */
    Duration patience() {
        if (waitSeconds < 1 || waitSeconds > 86_400) {
            throw new IllegalArgumentException(
                    "--wait: " + waitSeconds + " is out of range; allowed are 1 to 86400 seconds");
        }
        return Duration.ofSeconds(waitSeconds);
    }

    /** The device as the user wrote it. */
    String device() {
        return line.device();
    }

    /** @throws IllegalArgumentException if an option is wrong; nothing is opened */
    ModemProfile profile(TransferSettings transfer) {
        return profile.profile(line.factory()).with(transfer);
    }
}
