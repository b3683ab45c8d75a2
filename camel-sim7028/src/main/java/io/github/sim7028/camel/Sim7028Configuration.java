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

import io.github.sim7028.camel.framing.DelimiterInBody;
import io.github.sim7028.camel.framing.EmptyFrames;
import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.camel.framing.Framings;
import io.github.sim7028.camel.framing.Unmappable;
import io.github.sim7028.camel.inbound.Deframer;
import io.github.sim7028.camel.message.FrameEncoder;
import io.github.sim7028.camel.message.TextCoding;
import io.github.sim7028.camel.modem.EventTopics;
import io.github.sim7028.camel.modem.ModemOperation;
import io.github.sim7028.camel.receive.WhenFull;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.IpRange;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.settings.ReceiveMode;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The options of one endpoint. */
@UriParams
public class Sim7028Configuration {

    static final String DEFAULT_MODEM = "default";

    private static final long MAX_REQUEST_TIMEOUT = 3_600_000;
    private static final int MAX_QUEUE = 65536;
    private static final int MAX_DATAGRAM = 1500;
    private static final Pattern SERVER_NAME = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

    @UriParam(defaultValue = DEFAULT_MODEM)
    private String modem = DEFAULT_MODEM;

    @UriParam
    private Integer link;

    @UriParam
    private int localPort;

    @UriParam(defaultValue = "0")
    private int serverIndex;

    @UriParam(defaultValue = "3")
    private int backlog = 3;

    @UriParam
    private String allowedClients;

    @UriParam(defaultValue = "0")
    private int maxClients;

    @UriParam(label = "advanced", enums = "auto,push,buffered")
    private ReceiveMode receiveMode;

    @UriParam(defaultValue = "none", enums = "none,line,delimiter,length")
    private Object framing = "none";

    @UriParam(defaultValue = "\\n")
    private String delimiter = "\\n";

    @UriParam(defaultValue = "2")
    private int lengthFieldLength = 2;

    @UriParam(defaultValue = "65536")
    private int maxFrameSize = 65536;

    @UriParam
    private String charset;

    @UriParam(label = "security", defaultValue = "false")
    private boolean ssl;

    @UriParam(label = "security")
    private SSLContextParameters sslContextParameters;

    @UriParam(label = "security")
    private String sslServerName;

    @UriParam(label = "security", defaultValue = "true")
    private boolean sslHostnameVerification = true;

    @UriParam(defaultValue = "false")
    private boolean sync;

    @UriParam(label = "producer", defaultValue = "30s", javaType = "java.time.Duration")
    private long requestTimeout = 30_000;

    @UriParam(label = "producer", defaultValue = "true")
    private boolean coalesce = true;

    @UriParam(label = "producer", defaultValue = "1400")
    private int maxDatagramSize = 1400;

    @UriParam(label = "producer", defaultValue = "false")
    private boolean disconnect;

    @UriParam(label = "producer,security", defaultValue = "false")
    private boolean ignoreHeaders;

    @UriParam(label = "consumer", defaultValue = "256")
    private int queueSize = 256;

    @UriParam(label = "consumer", defaultValue = "block", enums = "block,dropOldest,fail")
    private Overflow overflow = Overflow.BLOCK;

    @UriParam(defaultValue = "drop", enums = "drop,pass")
    private EmptyFrames emptyFrames = EmptyFrames.DROP;

    @UriParam(defaultValue = "fail", enums = "fail,replace")
    private Unmappable unmappable = Unmappable.FAIL;

    @UriParam(defaultValue = "fail", enums = "fail,pass")
    private DelimiterInBody delimiterInBody = DelimiterInBody.FAIL;

    @UriParam(
            label = "producer",
            defaultValue = "status",
            enums = "status,signal,cell,registration,ipAddress,links,acknowledged,resolve,contexts,ping,identity,clock,"
                    + "battery,netOpen,netClose,reconnect,restart,diagnose,command")
    private String operation = "status";

    @UriParam(label = "consumer", defaultValue = EventTopics.ALL)
    private String events = EventTopics.ALL;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the option, its value and what is allowed
     */
    void check() {
        within("localPort", localPort, 0, 65535);
        within("maxDatagramSize", maxDatagramSize, 1, MAX_DATAGRAM);
        within("queueSize", queueSize, 1, MAX_QUEUE);
        requireRequestTimeout("requestTimeout", requestTimeout);
        checkSsl();
        toFraming();
        toCharset();
        ModemOperation.named(operation);
        EventTopics.parse(events);
    }

    /** Options of TLS without TLS would leave plain text where secrecy is meant. */
    private void checkSsl() {
        if (!ssl && (sslContextParameters != null || sslServerName != null || !sslHostnameVerification)) {
            String option = sslContextParameters != null
                    ? "sslContextParameters"
                    : sslServerName != null ? "sslServerName" : "sslHostnameVerification";
            throw new IllegalArgumentException(option + ": has no effect without ssl=true; set ssl=true, or leave "
                    + option + " out to send and receive plain text");
        }
        if (sslServerName != null && !SERVER_NAME.matcher(sslServerName).matches()) {
            throw new IllegalArgumentException("sslServerName: " + ForeignText.quoted(sslServerName)
                    + " is not a host name or an address; allowed are letters, digits, and . - _ :");
        }
    }

    int linkNumber() {
        return link == null ? LinkSpec.ANY_NUMBER : link;
    }

    /** The server that listens on the port; checks what the options say of it. */
    ServerSpec server(int port) {
        List<IpRange> allowed = allowedClients == null
                ? List.of()
                : Arrays.stream(allowedClients.split(",", -1))
                        .map(range -> IpRange.parse(range.trim()))
                        .toList();
        return new ServerSpec(port, serverIndex, backlog, allowed, maxClients);
    }

    /** The receive mode the endpoint cannot do without, null when any will do. */
    ReceiveMode neededReceiveMode() {
        return receiveMode == ReceiveMode.AUTO ? null : receiveMode;
    }

    Framing toFraming() {
        if (framing instanceof Framing bean) {
            return bean;
        }
        return switch (String.valueOf(framing)) {
            case "none" -> Framings.none();
            case "line" -> Framings.line(maxFrameSize);
            case "delimiter" -> Framings.delimiter(delimiter, maxFrameSize);
            case "length" -> Framings.length(lengthFieldLength, maxFrameSize);
            default ->
                throw new IllegalArgumentException("framing: '" + framing + "' is not known; allowed are none, line,"
                        + " delimiter, length, or #bean:name of a " + Framing.class.getName());
        };
    }

    /** How frames are made of messages to send. */
    FrameEncoder framingOut() {
        return new FrameEncoder(toFraming(), framing, maxFrameSize, delimiterInBody == DelimiterInBody.FAIL);
    }

    /** How frames are made of what comes in. */
    Deframer.Rules deframing() {
        return new Deframer.Rules(toFraming(), emptyFrames == EmptyFrames.DROP);
    }

    WhenFull whenFull() {
        return switch (overflow) {
            case BLOCK -> WhenFull.WAIT;
            case DROP_OLDEST -> WhenFull.DROP_OLDEST;
            case FAIL -> WhenFull.REFUSE;
        };
    }

    /** How bytes are made of text, and text of bytes. */
    TextCoding toCoding() {
        return new TextCoding(toCharset(), unmappable == Unmappable.REPLACE);
    }

    /** The character set of text, null for the exchange's own. */
    Charset toCharset() {
        try {
            return charset == null ? null : Charset.forName(charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "charset: '" + charset + "' is not supported; use a name such as UTF-8 or ISO-8859-1");
        }
    }

    /** Checks a time to wait for a reply, from the option or the header. */
    static long requireRequestTimeout(String name, long millis) {
        if (millis < 1 || millis > MAX_REQUEST_TIMEOUT) {
            throw new IllegalArgumentException(name + ": " + millis + "ms is out of range; allowed are 1ms to 1h");
        }
        return millis;
    }

    private static void within(String option, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    option + ": " + value + " is out of range; allowed are " + lowest + " to " + highest);
        }
    }

    public String getModem() {
        return modem;
    }

    /**
     * The name of the modem to use: default, or a name in the component option modems. Or a group of modems: all for all
     * modems of the component, or the name of a bean of type ModemGroup; the header CamelSim7028Modem then selects the modem
     * that sends. With allowDeviceInUri=true also a device such as /dev/ttyUSB2 or socket://host:port; such a modem has the
     * other settings of the component.
     */
    public void setModem(String modem) {
        this.modem = modem;
    }

    public Integer getLink() {
        return link;
    }

    /**
     * The link number to use (2.1.3), 0 to 9; most modules support 0 and 1 only. A number that another peer uses is
     * refused. Without this option the lowest free link number is used.
     */
    public void setLink(Integer link) {
        this.link = link;
    }

    public int getLocalPort() {
        return localPort;
    }

    /**
     * The local port of the module, 1 to 65535. Without this option a local port is chosen if the module requires one.
     * Required for a consumer from sim7028:udp without a peer.
     */
    public void setLocalPort(int localPort) {
        this.localPort = localPort;
    }

    public int getServerIndex() {
        return serverIndex;
    }

    /**
     * The index of the module's TCP server that listens on the port (2.1.14), 0 to 3; most modules support 0 and 1
     * only.
     */
    public void setServerIndex(int serverIndex) {
        this.serverIndex = serverIndex;
    }

    public int getBacklog() {
        return backlog;
    }

    /** The number of clients that may wait to be accepted by a TCP server (2.1.14), 1 to 3. */
    public void setBacklog(int backlog) {
        this.backlog = backlog;
    }

    public String getAllowedClients() {
        return allowedClients;
    }

    /**
     * The clients that a TCP server accepts: addresses and address blocks, separated by commas, such as
     * 10.0.0.0/8,192.168.1.20,2001:db8::/32. The connection of any other client is closed at once, with a warning in
     * the log. Without this option all clients are accepted.
     */
    public void setAllowedClients(String allowedClients) {
        this.allowedClients = allowedClients;
    }

    public int getMaxClients() {
        return maxClients;
    }

    /**
     * The maximum number of clients that a TCP server serves at a time, 1 to 10. The connection of a further client is
     * closed at once, with a warning in the log. As each client uses one link, a limit keeps links free for outgoing
     * connections. 0 for as many clients as there are links.
     */
    public void setMaxClients(int maxClients) {
        this.maxClients = maxClients;
    }

    public ReceiveMode getReceiveMode() {
        return receiveMode;
    }

    /**
     * The receive mode (2.1.5) that this endpoint requires of its modem. A receive mode holds for the whole modem: if
     * the modem is set to another receive mode, or another endpoint requires one, this endpoint fails to start. Without
     * this option the receive mode of the modem is used.
     */
    public void setReceiveMode(ReceiveMode receiveMode) {
        this.receiveMode = receiveMode;
    }

    public Object getFraming() {
        return framing;
    }

    /**
     * How received bytes are split into messages: none (each received piece is a message), line (lines that end with LF
     * or CR LF), delimiter (frames that end with the option delimiter), length (frames that begin with their length),
     * or a bean that implements io.github.sim7028.camel.framing.Framing, as #bean:name. A producer adds the line end,
     * the delimiter or the length. A frame longer than maxFrameSize is skipped and reported to the exception handler.
     */
    public void setFraming(Object framing) {
        this.framing = framing;
    }

    public String getDelimiter() {
        return delimiter;
    }

    /**
     * The delimiter at the end of a frame with framing=delimiter: 1 to 64 characters of one byte each, with the escapes
     * \n, \r, \t, \0, \xHH and \\.
     */
    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter;
    }

    public int getLengthFieldLength() {
        return lengthFieldLength;
    }

    /**
     * The number of bytes of the length field with framing=length, 1 to 4, most significant byte first. The length does
     * not include the length field.
     */
    public void setLengthFieldLength(int lengthFieldLength) {
        this.lengthFieldLength = lengthFieldLength;
    }

    public int getMaxFrameSize() {
        return maxFrameSize;
    }

    /**
     * The maximum number of bytes in a frame, 1 to 67108864, for any framing except none. A producer refuses a longer
     * message.
     */
    public void setMaxFrameSize(int maxFrameSize) {
        this.maxFrameSize = maxFrameSize;
    }

    public String getCharset() {
        return charset;
    }

    /**
     * The character set of text. A producer uses the character set to encode a text body; without this option the
     * character set of the exchange is used, UTF-8 by default. A consumer uses the character set to decode received
     * bytes to text; without this option the body is a byte array.
     */
    public void setCharset(String charset) {
        this.charset = charset;
    }

    public boolean isSsl() {
        return ssl;
    }

    /**
     * Whether to use TLS with the peer of sim7028:tcp, through the module, which only carries the records. The handshake has
     * the time of connectTimeout, and 60 s at most. All endpoints of a modem with the same peer must have the same options of TLS. Not
     * supported with accessMode=transparent. See docs/tls.md for the bytes that TLS costs.
     */
    public void setSsl(boolean ssl) {
        this.ssl = ssl;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    /**
     * The SSL context parameters for ssl=true: the trusted certificates, and the own certificate if the peer requires one.
     * Without this option the global SSL context parameters of Camel are used with useGlobalSslContextParameters=true,
     * otherwise the SSL context of the JVM. Endpoints that share one bean resume the sessions of each other.
     */
    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getSslServerName() {
        return sslServerName;
    }

    /**
     * The name that the certificate of the peer must have with ssl=true, and that is sent to the peer (SNI). Without this
     * option the host of the URI is used; an IP address must be in the certificate as an IP address, and is not sent.
     */
    public void setSslServerName(String sslServerName) {
        this.sslServerName = sslServerName;
    }

    public boolean isSslHostnameVerification() {
        return sslHostnameVerification;
    }

    /**
     * Whether the certificate of the peer must name the host of the URI, or the sslServerName, with ssl=true. With false any
     * peer with a trusted certificate is accepted, also one that someone has put in place of the peer.
     */
    public void setSslHostnameVerification(boolean sslHostnameVerification) {
        this.sslHostnameVerification = sslHostnameVerification;
    }

    public boolean isSync() {
        return sync;
    }

    /**
     * Whether to use request/reply. A producer then sends one message at a time and waits for the next frame from the
     * peer, which becomes the new message body; set framing if a reply may arrive in pieces. A consumer sends the
     * result of its route back to the sender of the message; without a body nothing is sent.
     */
    public void setSync(boolean sync) {
        this.sync = sync;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    /**
     * The time that a producer with sync=true waits for the reply after its request is confirmed, 1ms to 1h. After that
     * time the exchange fails with an ExchangeTimedOutException.
     */
    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public boolean isCoalesce() {
        return coalesce;
    }

    /**
     * Whether to combine TCP messages that wait behind a send in progress on the same link into as few CIPSENDs as
     * possible. No message is delayed for this purpose.
     */
    public void setCoalesce(boolean coalesce) {
        this.coalesce = coalesce;
    }

    public int getMaxDatagramSize() {
        return maxDatagramSize;
    }

    /** The maximum number of bytes in a UDP datagram, 1 to 1500. A longer message is refused, never split. */
    public void setMaxDatagramSize(int maxDatagramSize) {
        this.maxDatagramSize = maxDatagramSize;
    }

    public boolean isDisconnect() {
        return disconnect;
    }

    /**
     * Whether to close the link after each message and open the link again for the next message. The link stays open
     * while another producer or consumer uses the link.
     */
    public void setDisconnect(boolean disconnect) {
        this.disconnect = disconnect;
    }

    public int getQueueSize() {
        return queueSize;
    }

    /**
     * The maximum number of received pieces, each of at most 1500 bytes, that wait for the route, 1 to 65536. When the
     * queue is full, buffered data stays in the module, which slows the peer down; for pushed data see the option
     * overflow.
     */
    public void setQueueSize(int queueSize) {
        this.queueSize = queueSize;
    }

    public Overflow getOverflow() {
        return overflow;
    }

    /**
     * What to do when pushed data arrives while the queue is full: block (more data waits, up to a limit), dropOldest
     * (the oldest data is dropped) or fail (the new data is refused and reported to the exception handler). Beyond the
     * limit of block, 256 KiB of datagrams or 1 MiB of a TCP stream, datagrams are dropped and the TCP connection is
     * closed. The values dropOldest and fail require that the module pushes data: receiveMode=push, or receiveMode=auto
     * over UDP.
     */
    public void setOverflow(Overflow overflow) {
        this.overflow = overflow;
    }

    public EmptyFrames getEmptyFrames() {
        return emptyFrames;
    }

    /**
     * What to do with received frames without content, such as the empty lines that some peers send to keep a
     * connection alive: drop (the frames are dropped and counted) or pass (the frames become messages or replies with
     * an empty body).
     */
    public void setEmptyFrames(EmptyFrames emptyFrames) {
        this.emptyFrames = emptyFrames;
    }

    public boolean isIgnoreHeaders() {
        return ignoreHeaders;
    }

    /**
     * Whether a producer ignores the headers CamelSim7028 of a message, so that only the endpoint defines the
     * destination, the operation and the timeout, whoever sent the message: all headers that producers read are listed in
     * docs/security.md. Not possible with a group of modems, where a header selects the modem.
     */
    public void setIgnoreHeaders(boolean ignoreHeaders) {
        this.ignoreHeaders = ignoreHeaders;
    }

    public Unmappable getUnmappable() {
        return unmappable;
    }

    /**
     * What to do with text that contains a character outside the character set, and with received bytes that are not
     * valid in the character set: fail (the message fails) or replace (a question mark stands in for the character, or
     * when receiving the replacement character).
     */
    public void setUnmappable(Unmappable unmappable) {
        this.unmappable = unmappable;
    }

    public DelimiterInBody getDelimiterInBody() {
        return delimiterInBody;
    }

    /**
     * What to do with a message to send that contains the line end of framing=line or the delimiter of
     * framing=delimiter before its own end: fail (the message is refused, as the peer would receive several messages)
     * or pass (the message is sent as is).
     */
    public void setDelimiterInBody(DelimiterInBody delimiterInBody) {
        this.delimiterInBody = delimiterInBody;
    }

    public String getOperation() {
        return operation;
    }

    /**
     * The operation to run with sim7028:modem, unless the header CamelSim7028Operation is set: status (reports
     * everything at once), signal (reports the signal quality), cell (reports the serving cell and its levels),
     * registration (reports the network registration), ipAddress (reports the address of the module), links (lists the
     * open links), acknowledged (reports the byte counts of a TCP link; the link number in the header
     * CamelSim7028Link, the option link or the body), resolve (resolves a host name; the name in the header
     * CamelSim7028RemoteHost or the body), contexts (lists the PDP contexts), ping (checks that the module answers, or,
     * with a host in the header CamelSim7028RemoteHost, that the host answers), identity (reports maker, model,
     * firmware, IMEI, IMSI and ICCID), clock (reports the clock of the module), battery (reports the supply voltage),
     * netOpen or netClose (opens or closes the network), reconnect (closes the line and opens the line again), restart
     * (restarts the module), diagnose (reports what is wrong and what to do), command (sends AT commands as they are;
     * in the header CamelSim7028Command or the body; only with allowRawCommands). The answer becomes the message body.
     */
    public void setOperation(String operation) {
        this.operation = operation;
    }

    public String getEvents() {
        return events;
    }

    /**
     * The events to consume with sim7028:modem, separated by commas: state (state of the modem), network (network
     * lost), link (links opened and closed), client (clients accepted), registration (changes of the network
     * registration), signal (changes of the signal), restart (restarts of the module), notice (known lines without
     * consequence), unknown (lines that the driver does not know) or all.
     */
    public void setEvents(String events) {
        this.events = events;
    }
}
