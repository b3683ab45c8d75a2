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

import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.camel.framing.Framings;
import io.github.sim7028.camel.inbound.Deframer;
import io.github.sim7028.camel.message.FrameEncoder;
import io.github.sim7028.camel.message.TextCoding;
import io.github.sim7028.camel.modem.EventTopics;
import io.github.sim7028.camel.modem.ModemOperation;
import io.github.sim7028.camel.receive.WhenFull;
import io.github.sim7028.modem.IpRange;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ReceiveMode;
import io.github.sim7028.modem.ServerSpec;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of one endpoint. */
@UriParams
public class Sim7028Configuration {

    static final String DEFAULT_MODEM = "default";

    private static final long MAX_REQUEST_TIMEOUT = 3_600_000;
    private static final int MAX_QUEUE = 65536;
    private static final int MAX_DATAGRAM = 1500;

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
            enums = "status,signal,registration,ipAddress,links,acknowledged,resolve,ping,netOpen,netClose,reconnect,"
                    + "restart,diagnose,command")
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
        toFraming();
        toCharset();
        ModemOperation.named(operation);
        EventTopics.parse(events);
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
                    "charset: '" + charset + "' is not known here; use a name such as UTF-8 or ISO-8859-1", e);
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
     * The modem to use: the name of one of the component's modems, or a device such as /dev/ttyUSB2 or socket://host:port,
     * which then has the component's other settings.
     */
    public void setModem(String modem) {
        this.modem = modem;
    }

    public Integer getLink() {
        return link;
    }

    /** The link number to use (2.1.3), 0 to 9, on most modules 0 or 1. Without it the lowest free one is taken. */
    public void setLink(Integer link) {
        this.link = link;
    }

    public int getLocalPort() {
        return localPort;
    }

    /**
     * The module's own port, 1 to 65535. Without it one is chosen where the module needs one. A consumer from sim7028:udp
     * without a peer cannot do without.
     */
    public void setLocalPort(int localPort) {
        this.localPort = localPort;
    }

    public int getServerIndex() {
        return serverIndex;
    }

    /** Which of the module's TCP servers listens on the port (2.1.14), 0 to 3, on most modules 0 or 1. */
    public void setServerIndex(int serverIndex) {
        this.serverIndex = serverIndex;
    }

    public int getBacklog() {
        return backlog;
    }

    /** How many clients may wait to be accepted by a TCP server (2.1.14), 1 to 3. */
    public void setBacklog(int backlog) {
        this.backlog = backlog;
    }

    public String getAllowedClients() {
        return allowedClients;
    }

    /**
     * Which clients a TCP server serves: addresses and blocks of them, separated by commas, as in
     * 10.0.0.0/8,192.168.1.20,2001:db8::/32. Others are closed at once, with a warning in the log. Without it all are served.
     */
    public void setAllowedClients(String allowedClients) {
        this.allowedClients = allowedClients;
    }

    public int getMaxClients() {
        return maxClients;
    }

    /**
     * How many clients a TCP server serves at a time, 1 to 10; one more is closed at once, with a warning in the log. It keeps
     * links free for connections that this side opens, as each client takes one. 0 for as many as there are links.
     */
    public void setMaxClients(int maxClients) {
        this.maxClients = maxClients;
    }

    public ReceiveMode getReceiveMode() {
        return receiveMode;
    }

    /**
     * The receive mode (2.1.5) this endpoint needs its modem to have. It holds for the whole modem, so where another one is set
     * for the modem or needed by another endpoint, this one fails to start. Without it the modem's own is used.
     */
    public void setReceiveMode(ReceiveMode receiveMode) {
        this.receiveMode = receiveMode;
    }

    public Object getFraming() {
        return framing;
    }

    /**
     * How messages are made of a stream of bytes: not at all, so that what came together is a message; as lines that end with LF
     * or CR LF; as frames that end with the delimiter; as frames that begin with their length; or by a bean, as #bean:name, that
     * implements io.github.sim7028.camel.framing.Framing. A producer adds line end, delimiter or length. A frame longer than
     * maxFrameSize is skipped and reported to the exception handler.
     */
    public void setFraming(Object framing) {
        this.framing = framing;
    }

    public String getDelimiter() {
        return delimiter;
    }

    /**
     * What ends a frame with framing=delimiter: 1 to 64 characters of one byte each, with the escapes \n, \r, \t, \0, \xHH and
     * \\.
     */
    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter;
    }

    public int getLengthFieldLength() {
        return lengthFieldLength;
    }

    /** How many bytes hold the length with framing=length, 1 to 4, the highest byte first; the length does not count them. */
    public void setLengthFieldLength(int lengthFieldLength) {
        this.lengthFieldLength = lengthFieldLength;
    }

    public int getMaxFrameSize() {
        return maxFrameSize;
    }

    /** The most bytes a frame may have, 1 to 67108864, where there is framing. A producer refuses a longer message. */
    public void setMaxFrameSize(int maxFrameSize) {
        this.maxFrameSize = maxFrameSize;
    }

    public String getCharset() {
        return charset;
    }

    /**
     * The character set of text. A producer encodes text with it, and without it with the exchange's own, UTF-8 by default. A
     * consumer makes text of what it received, and without it hands on bytes.
     */
    public void setCharset(String charset) {
        this.charset = charset;
    }

    public boolean isSync() {
        return sync;
    }

    /**
     * Whether requests and replies go together. A producer then sends one message at a time and waits for the next frame from
     * the peer, which becomes the message's new body; set framing where replies may come in pieces. A consumer sends what its
     * route made of a message back to where that came from; without a body nothing is sent.
     */
    public void setSync(boolean sync) {
        this.sync = sync;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    /** How long a producer with sync=true waits for the reply once its request is confirmed, 1ms to 1h. */
    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public boolean isCoalesce() {
        return coalesce;
    }

    /**
     * Whether TCP messages that wait behind a send in progress on the same link go out together, in as few CIPSENDs as they
     * fit. Nothing is delayed for it.
     */
    public void setCoalesce(boolean coalesce) {
        this.coalesce = coalesce;
    }

    public int getMaxDatagramSize() {
        return maxDatagramSize;
    }

    /** The most bytes a UDP datagram may have, 1 to 1500. A longer message is refused, never split. */
    public void setMaxDatagramSize(int maxDatagramSize) {
        this.maxDatagramSize = maxDatagramSize;
    }

    public boolean isDisconnect() {
        return disconnect;
    }

    /**
     * Whether the link is closed after each message, and opened for the next. It stays open as long as another producer or
     * consumer uses it.
     */
    public void setDisconnect(boolean disconnect) {
        this.disconnect = disconnect;
    }

    public int getQueueSize() {
        return queueSize;
    }

    /** How many received pieces, each of at most 1500 bytes, may wait for the route, 1 to 65536. */
    public void setQueueSize(int queueSize) {
        this.queueSize = queueSize;
    }

    public Overflow getOverflow() {
        return overflow;
    }

    /**
     * What happens when pushed data finds the queue full: more of it waits within a bound, what has waited longest is dropped, or
     * what has just come is refused and reported to the exception handler. Beyond the bound of block, 256 KiB of datagrams or 1 MiB
     * of a TCP stream, datagrams are dropped and the TCP connection is closed. Other than block only where the module pushes: with
     * receiveMode=push, or auto over UDP.
     */
    public void setOverflow(Overflow overflow) {
        this.overflow = overflow;
    }

    public EmptyFrames getEmptyFrames() {
        return emptyFrames;
    }

    /**
     * What happens to received frames without content, such as the empty lines some peers send to keep a connection alive: they are dropped
     * and counted, or they are messages (and replies) with an empty body.
     */
    public void setEmptyFrames(EmptyFrames emptyFrames) {
        this.emptyFrames = emptyFrames;
    }

    public Unmappable getUnmappable() {
        return unmappable;
    }

    /**
     * What happens to text with a character that its charset does not have, and to received bytes that are no text in it: the message
     * fails, or a question mark (when receiving, the replacement character) stands in its place.
     */
    public void setUnmappable(Unmappable unmappable) {
        this.unmappable = unmappable;
    }

    public DelimiterInBody getDelimiterInBody() {
        return delimiterInBody;
    }

    /**
     * What happens to a message to send that holds the line end of framing=line or the delimiter of framing=delimiter before its own end:
     * it is refused, as it would arrive as several messages, or it is sent as it is.
     */
    public void setDelimiterInBody(DelimiterInBody delimiterInBody) {
        this.delimiterInBody = delimiterInBody;
    }

    public String getOperation() {
        return operation;
    }

    /**
     * With sim7028:modem, what to ask the modem or to have it do, where the header CamelSim7028Operation does not say: everything
     * at once (status), how good the signal is (signal), how it is registered (registration), its own address (ipAddress), the
     * open links (links), what went over a TCP link (acknowledged; the link in the header CamelSim7028Link, the option link or
     * the body), the address of a name (resolve; the name in the header CamelSim7028RemoteHost or the body), whether it
     * answers (ping), opening or closing the network (netOpen, netClose), opening the line anew (reconnect), restarting the module
     * (restart), what is wrong and what to do about it (diagnose), or an AT command as it is (command; in the header
     * CamelSim7028Command or the body; only with allowRawCommands). The answer becomes the body.
     */
    public void setOperation(String operation) {
        this.operation = operation;
    }

    public String getEvents() {
        return events;
    }

    /**
     * With sim7028:modem, which events to consume, separated by commas: the modem's state (state), the network being lost
     * (network), links opened and closed (link), clients accepted (client), changes of the registration (registration) and the
     * signal (signal), restarts of the module (restart), known lines of no consequence (notice), lines that nobody understood
     * (unknown), or all of them (all).
     */
    public void setEvents(String events) {
        this.events = events;
    }
}
