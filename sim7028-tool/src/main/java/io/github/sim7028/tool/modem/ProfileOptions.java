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

import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.PowerSaving;
import io.github.sim7028.modem.settings.PowerSettings;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.TransferSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The profile of the modem, on the command line: the SIM card and its contract. */
public final class ProfileOptions {

    private static final String PIN_VARIABLE = "SIM7028_PIN";
    private static final String PASSWORD_VARIABLE = "SIM7028_APN_PASSWORD";

    @Option(
            names = "--apn",
            paramLabel = "APN",
            description = "The access point of the SIM card's contract. Default: the one that the module has.")
    private String apn;

    @Option(names = "--apn-user", paramLabel = "USER", description = "The user of the access point.")
    private String apnUser;

    @Option(
            names = "--apn-password",
            description = "Ask for the password of the access point. A script sets the environment variable "
                    + PASSWORD_VARIABLE + " instead.")
    private boolean apnPassword;

    @Option(
            names = "--apn-authentication",
            paramLabel = "pap|chap",
            description = "How the access point checks the user. Default: none.")
    private ApnAuthentication apnAuthentication = ApnAuthentication.NONE;

    @Option(
            names = "--pin",
            description = "Ask for the PIN of the SIM card. A script sets the environment variable " + PIN_VARIABLE
                    + " instead. The PIN is entered only while more than one try is left.")
    private boolean pin;

    @Option(
            names = "--state-directory",
            paramLabel = "DIRECTORY",
            description = "Where a PIN that the SIM card refused is remembered, as a salted hash, so that it is not "
                    + "entered again. Default: .sim7028 in the home directory.")
    private Path stateDirectory;

    @Option(
            names = "--power-saving",
            paramLabel = "keep|off",
            description = "off keeps the module awake from now on, keep leaves its sleep as it is. Default: "
                    + "keep. In its factory state a module does not hear its line a few minutes "
                    + "after its last traffic.")
    private PowerSaving powerSaving = PowerSaving.KEEP;

    /** @throws IllegalArgumentException if an option is wrong; nothing is opened */
    public ModemProfile profile(LineFactory lines) {
        return profile(lines, state());
    }

    /**
     * The same for what is no SIM card.
     *
     * @param memory where a refused PIN is remembered in place of the state directory
     */
    public ModemProfile profile(LineFactory lines, Path memory) {
        if (apnPassword && apnUser == null) {
            throw new IllegalArgumentException("--apn-password requires --apn-user");
        }
        NetworkSettings defaults = NetworkSettings.DEFAULT;
        String simPin = pin ? SecretPrompt.ask("PIN of the SIM card: ") : System.getenv(PIN_VARIABLE);
        String password =
                apnPassword ? SecretPrompt.ask("Password of the access point: ") : System.getenv(PASSWORD_VARIABLE);
        NetworkSettings network = new NetworkSettings(
                simPin,
                apn,
                defaults.ipFamily(),
                null,
                null,
                defaults.tcpKeepAlive(),
                defaults.initCommands(),
                defaults.registrationTimeout(),
                defaults.netOpenTimeout(),
                simPin == null ? null : memory,
                defaults.closeOnStop(),
                new AttachSettings(
                        AttachSettings.AUTO_CONTEXT,
                        AttachSettings.DEFAULT.bands(),
                        apnAuthentication,
                        apnUser,
                        apnUser == null ? null : password));
        return new ModemProfile(
                "modem",
                lines,
                network,
                TransferSettings.DEFAULT,
                RecoverySettings.DEFAULT,
                PowerSettings.DEFAULT.with(powerSaving),
                false);
    }

    private Path state() {
        return stateDirectory == null ? Path.of(System.getProperty("user.home"), ".sim7028") : stateDirectory;
    }
}
