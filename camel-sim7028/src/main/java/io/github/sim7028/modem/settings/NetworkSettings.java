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
package io.github.sim7028.modem.settings;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.command.RawCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The settings of the SIM card and the network.
 *
 * @param simPin              the SIM's PIN, 4 to 8 digits; null for none. The PIN is entered only while more than one try is left
 * @param apn                 the access point name (AT+CGDCONT); null keeps the value of the module
 * @param ipFamily            IPv4 or IPv6 (2.1.18)
 * @param primaryDns          the first name server's address (2.1.20); null keeps the address assigned by the network
 * @param secondaryDns        the second name server's address; null for none
 * @param tcpKeepAlive        the TCP keep-alive (2.1.19)
 * @param initCommands        further AT commands, sent at every bring-up before registration
 * @param registrationTimeout how long the module may search for a network before the driver restarts the module, 1 s to 24 h
 * @param netOpenTimeout      how long AT+NETOPEN may take (2.1.12), 3 s to 120 s
 * @param stateDirectory      the directory in which a PIN that was entered and not accepted is remembered beyond this JVM; null for none
 * @param closeOnStop         whether AT+NETCLOSE is sent when the modem is no longer needed
 * @param attach              what else the module has to know before it attaches
 */
public record NetworkSettings(
        String simPin,
        String apn,
        IpFamily ipFamily,
        String primaryDns,
        String secondaryDns,
        TcpKeepAlive tcpKeepAlive,
        List<String> initCommands,
        Duration registrationTimeout,
        Duration netOpenTimeout,
        Path stateDirectory,
        boolean closeOnStop,
        AttachSettings attach) {

    private static final Pattern GIVES_PIN = Pattern.compile(
            "(?i).*\\+\\s*(?:CPIN2?\\s*=\\s*[^?].*|CPWD\\s*=\\s*[^?].*|CLCK\\s*=[^;]*,\\s*[01]\\s*,.*)");

    public static final NetworkSettings DEFAULT = new NetworkSettings(
            null,
            null,
            IpFamily.IPV4,
            null,
            null,
            TcpKeepAlive.OFF,
            List.of(),
            Duration.ofMinutes(30),
            Duration.ofSeconds(120),
            null,
            true,
            AttachSettings.DEFAULT);

    /** Settings without a state directory, and with the PDP context and the bands of the module. */
    public NetworkSettings(
            String simPin,
            String apn,
            IpFamily ipFamily,
            String primaryDns,
            String secondaryDns,
            TcpKeepAlive tcpKeepAlive,
            List<String> initCommands,
            Duration registrationTimeout,
            Duration netOpenTimeout,
            boolean closeOnStop) {
        this(
                simPin,
                apn,
                ipFamily,
                primaryDns,
                secondaryDns,
                tcpKeepAlive,
                initCommands,
                registrationTimeout,
                netOpenTimeout,
                null,
                closeOnStop,
                AttachSettings.DEFAULT);
    }

    public NetworkSettings {
        if (simPin != null && !simPin.matches("[0-9]{4,8}")) {
            throw new IllegalArgumentException("simPin: a PIN has 4 to 8 digits and nothing else (value not shown)");
        }
        if (apn != null) {
            AtSyntax.requireApn(apn);
        }
        requireDns("primaryDns", primaryDns, ipFamily);
        requireDns("secondaryDns", secondaryDns, ipFamily);
        if (primaryDns == null && secondaryDns != null) {
            throw new IllegalArgumentException("secondaryDns: " + secondaryDns + " needs the option primaryDns");
        }
        initCommands = List.copyOf(initCommands);
        initCommands.forEach(NetworkSettings::requireNoPin);
        initCommands.forEach(command -> RawCommand.requireInStep("initCommands", command));
        Limits.within("registrationTimeout", registrationTimeout, Duration.ofSeconds(1), Duration.ofDays(1));
        Limits.within("netOpenTimeout", netOpenTimeout, Duration.ofSeconds(3), Duration.ofSeconds(120));
    }

    /** The commands are sent at every bring-up: three wrong PINs would lock the SIM. */
    private static void requireNoPin(String command) {
        if (GIVES_PIN.matcher(command).matches()) {
            throw new IllegalArgumentException("initCommands: " + AtSyntax.foreign(command)
                    + " gives a PIN at every bring-up, and three wrong ones lock the SIM; use the option simPin");
        }
    }

    public NetworkSettings with(AttachSettings settings) {
        return new NetworkSettings(
                simPin,
                apn,
                ipFamily,
                primaryDns,
                secondaryDns,
                tcpKeepAlive,
                initCommands,
                registrationTimeout,
                netOpenTimeout,
                stateDirectory,
                closeOnStop,
                settings);
    }

    private static void requireDns(String option, String address, IpFamily family) {
        if (address != null && !(AtSyntax.isAddress(address) && address.contains(":") == (family == IpFamily.IPV6))) {
            throw new IllegalArgumentException(option + ": " + AtSyntax.shown(address) + " is not an "
                    + (family == IpFamily.IPV6 ? "IPv6" : "IPv4") + " address, which ipFamily requires");
        }
    }

    /** Never shows the PIN. */
    @Override
    public String toString() {
        return "NetworkSettings[apn=" + apn + ", ipFamily=" + ipFamily + ", simPin=" + (simPin == null ? "none" : "***")
                + ", " + attach + "]";
    }
}
