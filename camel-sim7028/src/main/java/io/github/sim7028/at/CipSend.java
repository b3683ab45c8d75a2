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
package io.github.sim7028.at;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AT+CIPSEND with a fixed length (2.1.4): a prompt, the payload, {@code OK} and
 * {@code +CIPSEND: <link_num>,<reqSendLength>,<cnfSendLength>}.
 */
public final class CipSend extends AtCommand<Integer> {

    /** The longest payload of one command, in bytes. */
    public static final int MAX_LENGTH = 1500;

    private static final Pattern RESULT = Pattern.compile("\\+CIPSEND: ?([0-9]{1,2}), ?([0-9]{1,5}), ?(-?[0-9]{1,5})");

    private final int link;
    private final byte[] payload;
    private boolean begun;
    private Integer confirmed;

    private CipSend(int link, byte[] payload, String destination) {
        super("AT+CIPSEND=" + link + "," + payload.length + destination);
        if (payload.length == 0 || payload.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    payload.length + " bytes cannot be sent at once; allowed are 1 to " + MAX_LENGTH);
        }
        this.link = link;
        this.payload = payload;
    }

    /** Sends on a TCP link. */
    public static CipSend tcp(int link, byte[] payload) {
        return new CipSend(link, payload, "");
    }

    /** Sends a datagram; the note wants its destination always (3.3.1). */
    public static CipSend udp(int link, byte[] payload, String host, int port) {
        return new CipSend(link, payload, ",\"" + AtText.requireHost("host", host) + "\"," + port);
    }

    public int link() {
        return link;
    }

    /** Payload bytes. */
    public int length() {
        return payload.length;
    }

    /** Whether any of the payload may have reached the module: from then on its fate is not known until confirmed. */
    public boolean begun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    /** {@code <cnfSendLength>}: bytes confirmed, 0 when a window was full, -1 when disconnected; null without a result. */
    public Integer confirmed() {
        return confirmed;
    }

    @Override
    protected String key() {
        return "+CIPSEND/" + link;
    }

    @Override
    protected byte[] payload() {
        return payload;
    }

    @Override
    protected boolean mayEnd() {
        return begun;
    }

    @Override
    protected boolean accept(String line) {
        Matcher matcher = RESULT.matcher(line);
        if (confirmed != null
                || !begun
                || !matcher.matches()
                || Integer.parseInt(matcher.group(1)) != link
                || Integer.parseInt(matcher.group(2)) != payload.length) {
            return false;
        }
        confirmed = Integer.parseInt(matcher.group(3));
        return true;
    }

    @Override
    protected boolean fulfilled() {
        return confirmed != null;
    }

    /** After a {@code +CIPERROR} a second ERROR has been seen. */
    @Override
    protected boolean leavesDoubt(AtError reason) {
        return true;
    }

    @Override
    protected Integer result() {
        return confirmed;
    }
}
