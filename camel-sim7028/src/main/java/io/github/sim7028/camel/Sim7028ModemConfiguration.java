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
package io.github.sim7028.camel;

import io.github.sim7028.at.codec.TranscriptMasker;
import io.github.sim7028.line.FlowControl;
import io.github.sim7028.line.GuardedLines;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.LineGuard;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.Parity;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.line.TranscriptSettings;
import io.github.sim7028.line.transcript.RecordingLines;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.driver.session.FencedLines;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.modem.settings.PowerSaving;
import io.github.sim7028.modem.settings.PowerSettings;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.modem.settings.TcpKeepAlive;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.modem.settings.WakeUp;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * A modem profile: everything that is global on one module. The component's own options are the profile of the modem
 * {@code default}, its {@code modems} hold others.
 */
@UriParams
@Configurer(metadataOnly = false)
public class Sim7028ModemConfiguration implements Cloneable {

    private static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofMinutes(3);

    @UriParam
    private Object device;

    @UriParam(defaultValue = "115200")
    private int baudRate = SerialSettings.DEFAULT.baudRate();

    @UriParam(label = "advanced", defaultValue = "8")
    private int dataBits = SerialSettings.DEFAULT.dataBits();

    @UriParam(label = "advanced", defaultValue = "1")
    private int stopBits = SerialSettings.DEFAULT.stopBits();

    @UriParam(label = "advanced", defaultValue = "none", enums = "none,even,odd,mark,space")
    private Parity parity = SerialSettings.DEFAULT.parity();

    @UriParam(defaultValue = "none", enums = "none,rtscts")
    private FlowControl flowControl = SerialSettings.DEFAULT.flowControl();

    @UriParam(label = "security", secret = true)
    private String simPin;

    @UriParam(label = "security", secret = true)
    private String passcode;

    @UriParam(label = "security")
    private String stateDirectory;

    @UriParam
    private String apn;

    @UriParam(label = "security", defaultValue = "none", enums = "none,pap,chap")
    private ApnAuthentication apnAuthentication = AttachSettings.DEFAULT.apnAuthentication();

    @UriParam(label = "security", secret = true)
    private String apnUser;

    @UriParam(label = "security", secret = true)
    private String apnPassword;

    @UriParam(label = "advanced", defaultValue = "auto")
    private String contextId = "auto";

    @UriParam
    private String bands;

    @UriParam(defaultValue = "ipv4", enums = "ipv4,ipv6")
    private IpFamily ipFamily = NetworkSettings.DEFAULT.ipFamily();

    @UriParam(defaultValue = "command", enums = "command,transparent")
    private AccessMode accessMode = TransferSettings.DEFAULT.accessMode();

    @UriParam(defaultValue = "auto", enums = "auto,push,buffered")
    private ReceiveMode receiveMode;

    @UriParam(label = "advanced", defaultValue = "raw", enums = "raw,hex")
    private ReadFormat readFormat = TransferSettings.DEFAULT.readFormat();

    @UriParam(label = "advanced")
    private Integer readLength;

    @UriParam(defaultValue = "stack", enums = "stack,ack")
    private SendMode sendMode = TransferSettings.DEFAULT.sendMode();

    @UriParam(label = "advanced", defaultValue = "fixed", enums = "fixed,escaped")
    private SendFormat sendFormat = TransferSettings.DEFAULT.sendFormat();

    @UriParam
    private String primaryDns;

    @UriParam
    private String secondaryDns;

    @UriParam(label = "advanced", defaultValue = "false")
    private boolean tcpKeepAlive = TcpKeepAlive.OFF.enabled();

    @UriParam(label = "advanced", defaultValue = "2m", javaType = "java.time.Duration")
    private long tcpKeepAliveIdle = TcpKeepAlive.OFF.idle().toMillis();

    @UriParam(label = "advanced", defaultValue = "5")
    private int tcpKeepAliveCount = TcpKeepAlive.OFF.count();

    @UriParam(label = "advanced", defaultValue = "1m", javaType = "java.time.Duration")
    private long tcpKeepAliveInterval = TcpKeepAlive.OFF.interval().toMillis();

    @UriParam(label = "advanced")
    private String initCommands;

    @UriParam(label = "advanced", defaultValue = "120s", javaType = "java.time.Duration")
    private long netOpenTimeout = NetworkSettings.DEFAULT.netOpenTimeout().toMillis();

    @UriParam(defaultValue = "120s", javaType = "java.time.Duration")
    private long connectTimeout = TransferSettings.DEFAULT.connectTimeout().toMillis();

    @UriParam(defaultValue = "120s", javaType = "java.time.Duration")
    private long sendTimeout = TransferSettings.DEFAULT.sendTimeout().toMillis();

    @UriParam(defaultValue = "5m", javaType = "java.time.Duration")
    private long modemWaitTimeout = TransferSettings.DEFAULT.modemWaitTimeout().toMillis();

    @UriParam(defaultValue = "1")
    private int sendWindow = TransferSettings.DEFAULT.sendWindow();

    @UriParam(label = "advanced", defaultValue = "9s", javaType = "java.time.Duration")
    private long commandTimeout = RecoverySettings.DEFAULT.commandTimeout().toMillis();

    @UriParam(defaultValue = "30m", javaType = "java.time.Duration")
    private long registrationTimeout =
            NetworkSettings.DEFAULT.registrationTimeout().toMillis();

    @UriParam(label = "advanced", defaultValue = "10")
    private int retransmissions = TransferSettings.DEFAULT.retransmissions();

    @UriParam(label = "advanced", defaultValue = "500ms", javaType = "java.time.Duration")
    private long minRetransmissionTimeout =
            TransferSettings.DEFAULT.minRetransmissionTimeout().toMillis();

    @UriParam(label = "advanced", defaultValue = "0", javaType = "java.time.Duration")
    private long receiveDelay = TransferSettings.DEFAULT.receiveDelay().toMillis();

    @UriParam(label = "advanced", defaultValue = "30s", javaType = "java.time.Duration")
    private long pollInterval = TransferSettings.DEFAULT.pollInterval().toMillis();

    @UriParam(defaultValue = "60s", javaType = "java.time.Duration")
    private long keepAliveInterval =
            RecoverySettings.DEFAULT.keepAliveInterval().toMillis();

    @UriParam(defaultValue = "5s", javaType = "java.time.Duration")
    private long reconnectDelay = RecoverySettings.DEFAULT.reconnectDelay().toMillis();

    @UriParam(defaultValue = "5m", javaType = "java.time.Duration")
    private long maxReconnectDelay =
            RecoverySettings.DEFAULT.maxReconnectDelay().toMillis();

    @UriParam(defaultValue = "2")
    private double reconnectMultiplier = RecoverySettings.DEFAULT.reconnectMultiplier();

    @UriParam(defaultValue = "30s", javaType = "java.time.Duration")
    private long linkAcquireTimeout =
            RecoverySettings.DEFAULT.linkAcquireTimeout().toMillis();

    @UriParam(defaultValue = "0", javaType = "java.time.Duration")
    private long linkIdleTimeout = RecoverySettings.DEFAULT.linkIdleTimeout().toMillis();

    @UriParam(label = "advanced", defaultValue = "0", javaType = "java.time.Duration")
    private long dtrPulse = RecoverySettings.DEFAULT.dtrPulse().toMillis();

    @UriParam(label = "advanced", defaultValue = "auto")
    private String restartCommand = RecoverySettings.AUTO;

    @UriParam(label = "advanced")
    private PowerCycle powerCycle;

    @UriParam(defaultValue = "off", enums = "off,psm,edrx,keep")
    private PowerSaving powerSaving = PowerSettings.DEFAULT.mode();

    @UriParam(defaultValue = "20h", javaType = "java.time.Duration")
    private long psmPeriodicUpdate = PowerSettings.DEFAULT.periodicUpdate().toMillis();

    @UriParam(defaultValue = "1m", javaType = "java.time.Duration")
    private long psmActiveTime = PowerSettings.DEFAULT.activeTime().toMillis();

    @UriParam(defaultValue = "81920", javaType = "java.time.Duration")
    private long edrxCycle = PowerSettings.DEFAULT.edrxCycle().toMillis();

    @UriParam(label = "advanced")
    private WakeUp wakeUp;

    /** No option: a network's own time, which tests shorten. */
    private Duration release = PowerSettings.DEFAULT.release();

    @UriParam(label = "security")
    private SSLContextParameters sslContextParameters;

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean netCloseOnStop = NetworkSettings.DEFAULT.closeOnStop();

    @UriParam(label = "security", defaultValue = "false")
    private boolean allowRawCommands;

    @UriParam(label = "advanced")
    private String transcriptFile;

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean transcriptPayload = true;

    @UriParam(label = "advanced", defaultValue = "10485760")
    private long transcriptSize = TranscriptSettings.DEFAULT_SIZE;

    @UriParam(label = "advanced", defaultValue = "5")
    private int transcriptFiles = TranscriptSettings.DEFAULT_FILES;

    @UriParam(defaultValue = "background", enums = "background,strict")
    private StartupMode startupMode = StartupMode.BACKGROUND;

    @UriParam(defaultValue = "3m", javaType = "java.time.Duration")
    private long startupTimeout = DEFAULT_STARTUP_TIMEOUT.toMillis();

    public Sim7028ModemConfiguration copy() {
        try {
            return (Sim7028ModemConfiguration) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /**
     * The profile these options describe, all values checked.
     *
     * @param name what users call the modem
     * @throws IllegalArgumentException naming the option, its value and what is allowed
     */
    ModemProfile profile(String name) {
        return profile(name, () -> SSLContext.getDefault().getSocketFactory(), null);
    }

    /**
     * The same.
     *
     * @param tls   makes the sockets of a {@code sockets://} device
     * @param guard protects the line, so that a transcript has what really left; null for no protection
     */
    ModemProfile profile(String name, Callable<SSLSocketFactory> tls, LineGuard guard) {
        check();
        LineFactory device = line(tls);
        device.verify();
        LineFactory line = guard == null ? device : new GuardedLines(device, guard);
        return new ModemProfile(name, recorded(line), network(), transfer(), recovery(), power(), allowRawCommands);
    }

    /** Checks every value but the device, which may be missing while the modem is not in use. */
    public void check() {
        serial();
        network();
        transfer();
        recovery();
        power();
        transcript();
        if (startupTimeout < 1000 || startupTimeout > Duration.ofHours(1).toMillis()) {
            throw new IllegalArgumentException(
                    "startupTimeout: " + startupTimeout + "ms is out of range; allowed are 1s to 1h");
        }
    }

    /** The names of its device; none where it has no device that could be opened. */
    public Set<String> identities() {
        try {
            return device == null ? Set.of() : line(() -> null).identities();
        } catch (IllegalArgumentException e) {
            // reported when the modem is used
            return Set.of();
        }
    }

    /** How long a route waits for the modem as it starts; null when it does not. */
    Duration startupWait() {
        return startupMode == StartupMode.STRICT ? millis(startupTimeout) : null;
    }

    private LineFactory line(Callable<SSLSocketFactory> tls) {
        if (device instanceof LineFactory factory) {
            return new FencedLines(factory);
        }
        if (device instanceof String text) {
            return Lines.of(text, serial(), tls);
        }
        throw new IllegalArgumentException("device: a " + device.getClass().getName()
                + " is not a device; allowed are a text such as /dev/ttyUSB2 or a bean of type "
                + LineFactory.class.getName());
    }

    private LineFactory recorded(LineFactory line) {
        return transcriptFile == null
                ? line
                : new RecordingLines(
                        line,
                        transcript(),
                        () -> new TranscriptMasker(transcriptPayload, accessMode == AccessMode.TRANSPARENT));
    }

    /** How long a network takes to release the connection after the last traffic; for tests, whose network is faster. */
    void releaseWithin(Duration time) {
        release = time;
    }

    /** Whether both are modems and would write the same transcript. */
    boolean sharesTranscript(Sim7028ModemConfiguration other) {
        return device != null
                && other.device != null
                && transcriptFile != null
                && other.transcriptFile != null
                && transcript().collidesWith(other.transcript());
    }

    private TranscriptSettings transcript() {
        try {
            return new TranscriptSettings(
                    Path.of(transcriptFile == null ? "unused" : transcriptFile), transcriptSize, transcriptFiles);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("transcriptFile: " + ForeignText.messageOf(e));
        }
    }

    private SerialSettings serial() {
        return new SerialSettings(baudRate, dataBits, stopBits, parity, flowControl);
    }

    private NetworkSettings network() {
        return new NetworkSettings(
                pin(),
                apn,
                ipFamily,
                primaryDns,
                secondaryDns,
                new TcpKeepAlive(
                        tcpKeepAlive, millis(tcpKeepAliveIdle), tcpKeepAliveCount, millis(tcpKeepAliveInterval)),
                separateCommands(),
                millis(registrationTimeout),
                millis(netOpenTimeout),
                directory(),
                netCloseOnStop,
                attach());
    }

    private AttachSettings attach() {
        return new AttachSettings(contextNumber(), bandNumbers(), apnAuthentication, apnUser, apnPassword);
    }

    private int contextNumber() {
        if (contextId.equals("auto")) {
            return AttachSettings.AUTO_CONTEXT;
        }
        if (!contextId.matches("[0-9]{1,2}")) {
            throw new IllegalArgumentException("contextId: " + ForeignText.quoted(contextId)
                    + " is not the number of a PDP context; allowed are auto and 0 to 15");
        }
        return Integer.parseInt(contextId);
    }

    private List<Integer> bandNumbers() {
        if (bands == null || bands.isBlank()) {
            return List.of();
        }
        if (!bands.matches("\\s*[0-9]{1,3}\\s*(?:,\\s*[0-9]{1,3}\\s*)*")) {
            throw new IllegalArgumentException("bands: " + ForeignText.quoted(bands)
                    + " is not a list of bands; allowed are numbers with commas between, such as 8,20,28");
        }
        return Arrays.stream(bands.split(","))
                .map(String::strip)
                .map(Integer::valueOf)
                .toList();
    }

    private String pin() {
        if (simPin != null && passcode != null && !simPin.equals(passcode)) {
            throw new IllegalArgumentException(
                    "passcode: the value differs from simPin, which is the same option; set only one of them (values not shown)");
        }
        return passcode == null ? simPin : passcode;
    }

    private Path directory() {
        try {
            return stateDirectory == null ? null : Path.of(stateDirectory).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("stateDirectory: " + ForeignText.messageOf(e));
        }
    }

    /**
     * A copy for a device that is named in a URI: without whatever is secret, goes to files or switches things of this machine, as the
     * device may be untrusted.
     */
    Sim7028ModemConfiguration forDeviceInUri(String named) {
        Sim7028ModemConfiguration adHoc = copy();
        adHoc.device = named;
        adHoc.simPin = null;
        adHoc.passcode = null;
        adHoc.apnAuthentication = ApnAuthentication.NONE;
        adHoc.apnUser = null;
        adHoc.apnPassword = null;
        adHoc.stateDirectory = null;
        adHoc.initCommands = null;
        adHoc.transcriptFile = null;
        adHoc.sslContextParameters = null;
        adHoc.powerCycle = null;
        adHoc.wakeUp = null;
        adHoc.dtrPulse = 0;
        adHoc.allowRawCommands = false;
        return adHoc;
    }

    private List<String> separateCommands() {
        return initCommands == null
                ? List.of()
                : Arrays.stream(initCommands.split(";", -1)).map(String::strip).toList();
    }

    private TransferSettings transfer() {
        return new TransferSettings(
                accessMode,
                chosenReceiveMode(),
                readFormat,
                readLength == null ? readFormat.maxLength() : readLength,
                sendMode,
                sendFormat,
                millis(connectTimeout),
                millis(sendTimeout),
                millis(pollInterval),
                retransmissions,
                millis(minRetransmissionTimeout),
                millis(receiveDelay),
                sendWindow,
                millis(modemWaitTimeout));
    }

    /** Hex digits are read, and what is pushed has none. */
    private ReceiveMode chosenReceiveMode() {
        if (receiveMode != null) {
            return receiveMode;
        }
        return readFormat == ReadFormat.HEX && accessMode == AccessMode.COMMAND
                ? ReceiveMode.BUFFERED
                : TransferSettings.DEFAULT.receiveMode();
    }

    private RecoverySettings recovery() {
        return new RecoverySettings(
                millis(commandTimeout),
                millis(keepAliveInterval),
                millis(reconnectDelay),
                millis(maxReconnectDelay),
                reconnectMultiplier,
                millis(linkAcquireTimeout),
                millis(linkIdleTimeout),
                millis(dtrPulse),
                restartCommand,
                powerCycle);
    }

    private PowerSettings power() {
        return new PowerSettings(
                powerSaving, wakeUp, millis(psmPeriodicUpdate), millis(psmActiveTime), millis(edrxCycle), release);
    }

    private static Duration millis(long value) {
        return Duration.ofMillis(value);
    }

    /** Never shows the PIN. */
    @Override
    public String toString() {
        return "Sim7028ModemConfiguration[device=" + device + ", apn=" + apn + ", simPin="
                + (simPin == null && passcode == null ? "none" : "***") + ", receiveMode=" + getReceiveMode() + "]";
    }

    public Object getDevice() {
        return device;
    }

    /**
     * The device of the modem: a serial port such as /dev/ttyUSB2 or COM3, socket://host:port, sockets://host:port
     * (TLS) or rfc2217://host:port for a terminal server, or simulator://name for a virtual modem in this JVM. Or a
     * bean that implements LineFactory, as #bean:name.
     */
    public void setDevice(Object device) {
        this.device = device;
    }

    public int getBaudRate() {
        return baudRate;
    }

    /**
     * The bit rate of the serial line, 300 to 4000000 bits per second. The module must be set to the same rate;
     * otherwise the module does not answer. Used with serial ports and rfc2217://; with socket:// the terminal server
     * has its own setting.
     */
    public void setBaudRate(int baudRate) {
        this.baudRate = baudRate;
    }

    public int getDataBits() {
        return dataBits;
    }

    /** The number of data bits per character on the serial line. Only 8 works, as payload is binary. */
    public void setDataBits(int dataBits) {
        this.dataBits = dataBits;
    }

    public int getStopBits() {
        return stopBits;
    }

    /** The number of stop bits per character on the serial line, 1 or 2, as the module is set. */
    public void setStopBits(int stopBits) {
        this.stopBits = stopBits;
    }

    public Parity getParity() {
        return parity;
    }

    /** The parity bit per character on the serial line, as the module is set. */
    public void setParity(Parity parity) {
        this.parity = parity;
    }

    public FlowControl getFlowControl() {
        return flowControl;
    }

    /** The flow control of the serial line: none, or rtscts (hardware flow control with the wires RTS and CTS). */
    public void setFlowControl(FlowControl flowControl) {
        this.flowControl = flowControl;
    }

    public String getSimPin() {
        return simPin;
    }

    /**
     * The PIN of the SIM card, 4 to 8 digits. The last remaining try of the card is never used, and a PIN that the card
     * refused is not entered again. Without a PIN, a SIM card that requires one keeps the modem down. Some versions of
     * Camel Main log the value of this option at start; the value of the option passcode is not logged.
     */
    public void setSimPin(String simPin) {
        this.simPin = simPin;
    }

    public String getPasscode() {
        return passcode;
    }

    /** The PIN of the SIM card, 4 to 8 digits: the same as simPin, under a name whose value Camel Main does not log. */
    public void setPasscode(String passcode) {
        this.passcode = passcode;
    }

    public String getStateDirectory() {
        return stateDirectory;
    }

    /**
     * The directory in which this application remembers over restarts, as a salted hash, a PIN that the SIM card did
     * not accept. The directory is created with mode 0700; a directory that other users may write to is not used.
     * Without this option, a SIM card that does not report the number of remaining tries gets a PIN once in each run of
     * the application, and three runs with a wrong PIN lock the card.
     */
    public void setStateDirectory(String stateDirectory) {
        this.stateDirectory = stateDirectory;
    }

    public String getApn() {
        return apn;
    }

    /**
     * The access point name of the SIM card's contract (CGDCONT), such as iot.example. The driver changes the setting
     * of the module only if the setting differs, and switches the radio off meanwhile (CFUN); the module keeps the
     * setting. Without this option the setting of the module is not changed.
     */
    public void setApn(String apn) {
        this.apn = apn;
    }

    public ApnAuthentication getApnAuthentication() {
        return apnAuthentication;
    }

    /**
     * How the network checks the user of the access point (CGAUTH): none, pap (the password goes to the network as it
     * is) or chap. With pap or chap, apnUser is required.
     */
    public void setApnAuthentication(ApnAuthentication apnAuthentication) {
        this.apnAuthentication = apnAuthentication;
    }

    public String getApnUser() {
        return apnUser;
    }

    /**
     * The user of the access point, if the SIM's contract has one. Requires apnAuthentication. The value is not used for
     * a modem that is named by its device in a URI.
     */
    public void setApnUser(String apnUser) {
        this.apnUser = apnUser;
    }

    public String getApnPassword() {
        return apnPassword;
    }

    /** The password of apnUser. Requires apnAuthentication. The value is never logged or recorded. */
    public void setApnPassword(String apnPassword) {
        this.apnPassword = apnPassword;
    }

    public String getBands() {
        return bands;
    }

    /**
     * The bands that the module searches for a network (QCBAND), such as 8,20,28; each 1 to 85. A short list makes a
     * first search much shorter. The driver sets the bands only if the bands of the module differ, and switches the
     * radio off meanwhile; the module keeps the bands. Without this option the bands of the module are not changed.
     */
    public void setBands(String bands) {
        this.bands = bands;
    }

    public String getContextId() {
        return contextId;
    }

    /**
     * The number of the PDP context, 0 to 15. With auto, this is the context that is active in the module; without an
     * active context it is context 0 if the module has one, as a SIM7028 makes by itself, and otherwise context 1.
     */
    public void setContextId(String contextId) {
        this.contextId = contextId;
    }

    public IpFamily getIpFamily() {
        return ipFamily;
    }

    /** The IP version used to open the network (2.1.18): ipv4 or ipv6. Hosts must have an address of this version. */
    public void setIpFamily(IpFamily ipFamily) {
        this.ipFamily = ipFamily;
    }

    public ReceiveMode getReceiveMode() {
        return chosenReceiveMode();
    }

    /**
     * How the module delivers received data (2.1.5), for all of its links. With buffered, data stays in the module
     * until the route has room, so that a slow route slows down the peer; UDP loses senders and datagram borders. With
     * push, data is delivered at once, with senders and borders, and cannot be slowed down. With auto, the receive mode
     * is push while a UDP consumer is active on the modem, and buffered otherwise. With readFormat=hex the default is
     * buffered.
     */
    public void setReceiveMode(ReceiveMode receiveMode) {
        this.receiveMode = receiveMode;
    }

    public ReadFormat getReadFormat() {
        return readFormat;
    }

    /**
     * The format in which buffered data is read (2.1.5): raw, or hex (two hexadecimal digits per byte) for lines that
     * are not 8-bit clean. With hex and no receiveMode, received data is buffered, as pushed data is never hex.
     */
    public void setReadFormat(ReadFormat readFormat) {
        this.readFormat = readFormat;
    }

    public Integer getReadLength() {
        return readLength;
    }

    /**
     * The maximum number of bytes per read of buffered data (2.1.5), 1 to 1500; with readFormat=hex at most 750. The
     * default is the maximum.
     */
    public void setReadLength(Integer readLength) {
        this.readLength = readLength;
    }

    public AccessMode getAccessMode() {
        return accessMode;
    }

    /**
     * How data is exchanged with the module (1.3, 2.1.10): command (AT commands), or transparent (the line is the byte
     * stream of a single connection, at full speed and without confirmations).
     */
    public void setAccessMode(AccessMode accessMode) {
        this.accessMode = accessMode;
    }

    public SendMode getSendMode() {
        return sendMode;
    }

    /**
     * When the module confirms sent TCP data (2.1.11): stack (when the TCP/IP stack of the module has the data) or ack
     * (when the peer has acknowledged the data).
     */
    public void setSendMode(SendMode sendMode) {
        this.sendMode = sendMode;
    }

    public SendFormat getSendFormat() {
        return sendFormat;
    }

    /**
     * How the module detects the end of a payload (2.1.4): fixed (by the length in the command) or escaped (by an end
     * mark, with such marks in the data escaped). The value escaped is slower; use escaped only for modules that
     * require it.
     */
    public void setSendFormat(SendFormat sendFormat) {
        this.sendFormat = sendFormat;
    }

    public String getPrimaryDns() {
        return primaryDns;
    }

    /**
     * The address of the primary name server (2.1.20), of the IP version that ipFamily sets. Without this option the
     * name server of the network is used.
     */
    public void setPrimaryDns(String primaryDns) {
        this.primaryDns = primaryDns;
    }

    public String getSecondaryDns() {
        return secondaryDns;
    }

    /** The address of the secondary name server (2.1.20), of the same IP version as primaryDns. Requires primaryDns. */
    public void setSecondaryDns(String secondaryDns) {
        this.secondaryDns = secondaryDns;
    }

    public boolean isTcpKeepAlive() {
        return tcpKeepAlive;
    }

    /**
     * Whether the module probes the peers of idle TCP connections (2.1.19), so that a connection whose peer has gone is
     * closed. Each probe costs data volume. With false such a connection is found when a message is sent, or never if
     * the connection only receives.
     */
    public void setTcpKeepAlive(boolean tcpKeepAlive) {
        this.tcpKeepAlive = tcpKeepAlive;
    }

    public long getTcpKeepAliveIdle() {
        return tcpKeepAliveIdle;
    }

    /**
     * The time without data after which the module probes a TCP peer (2.1.19), whole minutes from 1m to 120m. Used with
     * tcpKeepAlive=true.
     */
    public void setTcpKeepAliveIdle(long tcpKeepAliveIdle) {
        this.tcpKeepAliveIdle = tcpKeepAliveIdle;
    }

    public int getTcpKeepAliveCount() {
        return tcpKeepAliveCount;
    }

    /**
     * The number of unanswered probes after which a TCP connection is closed (2.1.19), 1 to 10. Used with
     * tcpKeepAlive=true.
     */
    public void setTcpKeepAliveCount(int tcpKeepAliveCount) {
        this.tcpKeepAliveCount = tcpKeepAliveCount;
    }

    public long getTcpKeepAliveInterval() {
        return tcpKeepAliveInterval;
    }

    /** The time between two probes (2.1.19), whole minutes from 1m to 120m. Used with tcpKeepAlive=true. */
    public void setTcpKeepAliveInterval(long tcpKeepAliveInterval) {
        this.tcpKeepAliveInterval = tcpKeepAliveInterval;
    }

    public String getInitCommands() {
        return initCommands;
    }

    /**
     * The AT commands, separated by semicolons, to send at every bring-up before the network search, for settings of a
     * site that have no option. If the module refuses a command, the modem does not become ready. Commands that enter a
     * PIN are refused.
     */
    public void setInitCommands(String initCommands) {
        this.initCommands = initCommands;
    }

    public long getNetOpenTimeout() {
        return netOpenTimeout;
    }

    /**
     * The timeout for opening the network (2.1.12), 3s to 120s. After that time the attempt has failed, and the next
     * attempt follows after a pause (reconnectDelay).
     */
    public void setNetOpenTimeout(long netOpenTimeout) {
        this.netOpenTimeout = netOpenTimeout;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    /**
     * The timeout for opening a connection (2.1.12), 3s to 120s. After that time the attempt has failed, and the next
     * attempt follows after a pause (reconnectDelay).
     */
    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getSendTimeout() {
        return sendTimeout;
    }

    /**
     * The timeout for sending a message once the modem is ready, including the wait for the link, and for each CIPSEND
     * (2.1.12), 3s to 120s. For a long body the timeout starts again after each piece that the module confirms.
     */
    public void setSendTimeout(long sendTimeout) {
        this.sendTimeout = sendTimeout;
    }

    public long getModemWaitTimeout() {
        return modemWaitTimeout;
    }

    /**
     * The total time that a message waits while the modem is not ready, 0 to 24h. The timeout sendTimeout counts only
     * while the modem is ready. A message whose wait ends without success is not sent, and its exception contains the
     * state of the modem.
     */
    public void setModemWaitTimeout(long modemWaitTimeout) {
        this.modemWaitTimeout = modemWaitTimeout;
    }

    public int getSendWindow() {
        return sendWindow;
    }

    /**
     * The maximum number of CIPSENDs per link that await their confirmation at the same time, 1 to 32. With 1, the next
     * CIPSEND follows after the confirmation of the last one, as all known programs do; other links are not delayed.
     * Higher values are faster if confirmations come late, but require that the module sends each confirmation once and
     * in order: a repeated or late confirmation is then credited to the wrong message.
     */
    public void setSendWindow(int sendWindow) {
        this.sendWindow = sendWindow;
    }

    public long getCommandTimeout() {
        return commandTimeout;
    }

    /**
     * The timeout for a short AT command, 100ms to 120s. After that time the driver brings the dialogue with the module
     * back in step, and if the module still does not answer, opens the line again.
     */
    public void setCommandTimeout(long commandTimeout) {
        this.commandTimeout = commandTimeout;
    }

    public long getRegistrationTimeout() {
        return registrationTimeout;
    }

    /**
     * The time that the module may search for a network before a restart of the module, 1s to 24h. A first search over
     * many bands takes more than 15 minutes on a real network, and a restart discards the progress of the search; after
     * 5 minutes a WARN reports the signal and gives advice.
     */
    public void setRegistrationTimeout(long registrationTimeout) {
        this.registrationTimeout = registrationTimeout;
    }

    public int getRetransmissions() {
        return retransmissions;
    }

    /** The maximum number of times that the module sends a TCP segment again (2.1.13), 0 to 10. */
    public void setRetransmissions(int retransmissions) {
        this.retransmissions = retransmissions;
    }

    public long getMinRetransmissionTimeout() {
        return minRetransmissionTimeout;
    }

    /** The minimum time before the module sends a TCP segment again (2.1.13), 500ms to 120s. */
    public void setMinRetransmissionTimeout(long minRetransmissionTimeout) {
        this.minRetransmissionTimeout = minRetransmissionTimeout;
    }

    public long getReceiveDelay() {
        return receiveDelay;
    }

    /** The delay before the module outputs received data (2.1.13), 0 to 1s. 0 outputs data at once. */
    public void setReceiveDelay(long receiveDelay) {
        this.receiveDelay = receiveDelay;
    }

    public long getPollInterval() {
        return pollInterval;
    }

    /**
     * The interval at which the driver asks the module for data whose notification was lost, 0 to 24h. 0 disables
     * polling.
     */
    public void setPollInterval(long pollInterval) {
        this.pollInterval = pollInterval;
    }

    public long getKeepAliveInterval() {
        return keepAliveInterval;
    }

    /**
     * The idle time of the AT channel after which the driver checks that the module answers and still has its network
     * and settings, 0 to 24h. 0 disables the check: a module that failed without a report is then found by the next
     * message.
     */
    public void setKeepAliveInterval(long keepAliveInterval) {
        this.keepAliveInterval = keepAliveInterval;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    /**
     * The delay before the first attempt to bring a lost modem or link up again, 1ms to 1h. All delays vary by up to a
     * fifth, so that modems do not reconnect at the same time.
     */
    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getMaxReconnectDelay() {
        return maxReconnectDelay;
    }

    /**
     * The maximum delay between attempts to open the line, to bring the modem up and to restart the module, from reconnectDelay to 24h. The
     * delay between attempts to open a link is at most 1 minute, or reconnectDelay if that is longer.
     */
    public void setMaxReconnectDelay(long maxReconnectDelay) {
        this.maxReconnectDelay = maxReconnectDelay;
    }

    public double getReconnectMultiplier() {
        return reconnectMultiplier;
    }

    /** The factor by which the delay grows from one attempt to the next, 1 to 10. */
    public void setReconnectMultiplier(double reconnectMultiplier) {
        this.reconnectMultiplier = reconnectMultiplier;
    }

    public long getLinkAcquireTimeout() {
        return linkAcquireTimeout;
    }

    /**
     * The maximum time to wait for a free link number when all link numbers are in use, 0 to 1h. After that time, the messages that wait for
     * the link fail and are not sent, although sendTimeout has not expired.
     */
    public void setLinkAcquireTimeout(long linkAcquireTimeout) {
        this.linkAcquireTimeout = linkAcquireTimeout;
    }

    public long getLinkIdleTimeout() {
        return linkIdleTimeout;
    }

    /**
     * The idle time after which a link that is used by producers only is closed, 0 to 24h; the next message opens the
     * link again. 0 never closes idle links.
     */
    public void setLinkIdleTimeout(long linkIdleTimeout) {
        this.linkIdleTimeout = linkIdleTimeout;
    }

    public long getDtrPulse() {
        return dtrPulse;
    }

    /**
     * The time for which DTR is dropped to reset the module when lesser measures do not help, before the
     * restartCommand; for boards that connect DTR to the reset or power key of the module. 10ms to 60s; 0 disables the
     * pulse. Requires a line with DTR (serial or rfc2217://) and excludes powerCycle. In transparent mode the escape
     * sequence then leaves data mode, not DTR (1.3).
     */
    public void setDtrPulse(long dtrPulse) {
        this.dtrPulse = dtrPulse;
    }

    public String getRestartCommand() {
        return restartCommand;
    }

    /**
     * The AT command that restarts the module, written in full, with AT and the plus sign. With auto, QCRST is sent,
     * and then CFUN=1,1, which on some firmware only switches the radio. A restart counts only if a boot of the module
     * is seen.
     */
    public void setRestartCommand(String restartCommand) {
        this.restartCommand = restartCommand;
    }

    public PowerCycle getPowerCycle() {
        return powerCycle;
    }

    /**
     * A bean that switches the power of the module off and on, as #bean:name. The bean is used if a restart of the
     * module did not bring up the modem or showed no boot.
     */
    public void setPowerCycle(PowerCycle powerCycle) {
        this.powerCycle = powerCycle;
    }

    public PowerSaving getPowerSaving() {
        return powerSaving;
    }

    /**
     * Whether the module may sleep: off (the module is kept awake: PSM, eDRX and deep sleep are switched off at every
     * bring-up, and the module keeps the first two), psm (the module sleeps after psmActiveTime without traffic; the
     * driver wakes the module for each message and opens its links again), edrx (the module stays awake, but receives
     * data only once in each edrxCycle) or keep (no command is sent; as delivered from the factory, the module stops
     * answering minutes after its last traffic). See docs/power-saving.md.
     */
    public void setPowerSaving(PowerSaving powerSaving) {
        this.powerSaving = powerSaving;
    }

    public long getPsmPeriodicUpdate() {
        return psmPeriodicUpdate;
    }

    /**
     * With powerSaving=psm, the requested interval at which a sleeping module reports to the network by itself (T3412
     * extended): 1 to 31 times 2s, 30s, 1m, 10m, 1h, 10h or 320h. The network may grant another value.
     */
    public void setPsmPeriodicUpdate(long psmPeriodicUpdate) {
        this.psmPeriodicUpdate = psmPeriodicUpdate;
    }

    public long getPsmActiveTime() {
        return psmActiveTime;
    }

    /**
     * With powerSaving=psm, the requested time after the last traffic for which the module can still be reached (T3324):
     * 0 to 31 times 2s, 1m or 6m. After that time the module sleeps. The network may grant another value.
     */
    public void setPsmActiveTime(long psmActiveTime) {
        this.psmActiveTime = psmActiveTime;
    }

    public long getEdrxCycle() {
        return edrxCycle;
    }

    /**
     * With powerSaving=edrx, the requested interval at which the module listens to the network: 20480 milliseconds times
     * 1, 2, 4, 8, 16, 32, 64, 128, 256 or 512. The network may grant another value.
     */
    public void setEdrxCycle(long edrxCycle) {
        this.edrxCycle = edrxCycle;
    }

    public WakeUp getWakeUp() {
        return wakeUp;
    }

    /**
     * A bean that wakes the module from its sleep, as #bean:name, for sites where a wire leads to the wake pin of the
     * module. The bean is used when the module sleeps (powerSaving=psm) or does not answer any more. Without the
     * bean only bytes at 9600 baud are tried, on lines with a baud rate (serial, rfc2217://, simulator://).
     */
    public void setWakeUp(WakeUp wakeUp) {
        this.wakeUp = wakeUp;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    /**
     * The SSL context parameters for a device sockets://host:port: the trusted certificates, and the own certificate if
     * the server requires one. The certificate of the server must name the host. Without this option the SSL context of
     * the JVM is used.
     */
    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public boolean isNetCloseOnStop() {
        return netCloseOnStop;
    }

    /**
     * Whether to close the network (NETCLOSE) when the modem is no longer in use. With false the module keeps its
     * network open.
     */
    public void setNetCloseOnStop(boolean netCloseOnStop) {
        this.netCloseOnStop = netCloseOnStop;
    }

    public StartupMode getStartupMode() {
        return startupMode;
    }

    /**
     * What a route does if its modem is not ready when the route starts: background (the route starts, and the modem is
     * brought up in the background) or strict (the route waits for the modem, and fails to start if the modem is not
     * ready within startupTimeout).
     */
    public void setStartupMode(StartupMode startupMode) {
        this.startupMode = startupMode;
    }

    public long getStartupTimeout() {
        return startupTimeout;
    }

    /** The time that a route waits for its modem with startupMode=strict, 1s to 1h. */
    public void setStartupTimeout(long startupTimeout) {
        this.startupTimeout = startupTimeout;
    }

    public boolean isAllowRawCommands() {
        return allowRawCommands;
    }

    /**
     * Whether the operation command of sim7028:modem may send AT commands as they are. Any sender to such a route can
     * then reconfigure the module: use this option only for development, and for routes that take no input from
     * outside.
     */
    public void setAllowRawCommands(boolean allowRawCommands) {
        this.allowRawCommands = allowRawCommands;
    }

    public String getTranscriptFile() {
        return transcriptFile;
    }

    /**
     * The file to record the dialogue with the module to, in both directions and with timestamps; the simulator can
     * replay the file. The file never contains PINs or passwords, and only the current user may read the file.
     * Recording never delays the modem and never makes the modem fail. A modem that is named by its device in a URI has
     * no transcript.
     */
    public void setTranscriptFile(String transcriptFile) {
        this.transcriptFile = transcriptFile;
    }

    public boolean isTranscriptPayload() {
        return transcriptPayload;
    }

    /**
     * Whether the transcript contains the data that was sent and received. Otherwise the bytes of payload are only
     * counted; the simulator can replay such a transcript, too.
     */
    public void setTranscriptPayload(boolean transcriptPayload) {
        this.transcriptPayload = transcriptPayload;
    }

    public long getTranscriptSize() {
        return transcriptSize;
    }

    /**
     * The size in bytes at which a new transcript is started, 65536 to 1073741824; older transcripts have numbers after
     * their names.
     */
    public void setTranscriptSize(long transcriptSize) {
        this.transcriptSize = transcriptSize;
    }

    public int getTranscriptFiles() {
        return transcriptFiles;
    }

    /** The number of transcript files to keep, including the current file, 1 to 100. */
    public void setTranscriptFiles(int transcriptFiles) {
        this.transcriptFiles = transcriptFiles;
    }
}
