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

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.HostAndPort;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** Makes a {@link LineFactory} of a device as a user writes it. */
public final class Lines {

    private static final String FORMS = "use /dev/ttyUSB2, /dev/serial/by-id/…, COM3, socket://host:port,"
            + " sockets://host:port, rfc2217://host:port or simulator://name";
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][\\w+.-]*)://(.*)");
    private static final Pattern PORT_NAME = Pattern.compile("/.+|(?i:(?:\\\\\\\\\\.\\\\)?COM[1-9]\\d{0,2})");

    private Lines() {}

    /** Like {@link #of(String, SerialSettings, Callable)}, with the JVM's own trust for {@code sockets://}. */
    public static LineFactory of(String device, SerialSettings settings) {
        return of(device, settings, () -> SSLContext.getDefault().getSocketFactory());
    }

    /**
     * Parses a device; nothing is opened or searched yet.
     *
     * @param device {@code /dev/ttyUSB2} or another full path, {@code COM3}, {@code socket://host:port}, {@code sockets://host:port}
     *     for TLS or {@code rfc2217://host:port}, an IPv6 address in brackets, or {@code simulator://name[?options]}
     * @param settings of a serial port, here or by RFC 2217; other devices ignore them
     * @param tls makes the sockets of {@code sockets://}; called at every open, so that a renewed certificate is taken
     * @throws IllegalArgumentException if the device has none of these forms; the message says what is wrong and what is allowed
     */
    public static LineFactory of(String device, SerialSettings settings, Callable<SSLSocketFactory> tls) {
        Objects.requireNonNull(settings, "settings");
        String wanted = device == null ? "" : device.strip();
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("the device is empty: " + FORMS);
        }
        if (wanted.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "device " + ForeignText.quoted(wanted) + " contains a control character: " + FORMS);
        }
        var scheme = SCHEME.matcher(wanted);
        if (scheme.matches()) {
            return ofScheme(scheme.group(1).toLowerCase(Locale.ROOT), scheme.group(2), wanted, settings, tls);
        }
        if (PORT_NAME.matcher(wanted).matches()) {
            return new SerialDevice(wanted, settings);
        }
        throw new IllegalArgumentException(
                "device '" + ForeignText.shown(wanted) + "' is neither a full path nor a port name: " + FORMS);
    }

    private static LineFactory ofScheme(
            String scheme, String rest, String device, SerialSettings settings, Callable<SSLSocketFactory> tls) {
        return switch (scheme) {
            case "socket" -> new SocketDevice(HostAndPort.of(device, rest));
            case "sockets" -> new TlsDevice(HostAndPort.of(device, rest), tls);
            case "simulator" -> SimulatorDevice.of(device, rest, settings.baudRate());
            case "rfc2217" -> new Rfc2217Device(HostAndPort.of(device, rest), settings);
            default ->
                throw new IllegalArgumentException("device '" + ForeignText.shown(device) + "' has the unknown scheme '"
                        + ForeignText.shown(scheme) + "': " + FORMS);
        };
    }
}
