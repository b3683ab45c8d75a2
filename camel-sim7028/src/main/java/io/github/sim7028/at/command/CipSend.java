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
package io.github.sim7028.at.command;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.codec.UrcParser;
import io.github.sim7028.at.error.AtError;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * AT+CIPSEND (2.1.4): a prompt, the payload, {@code OK} and
 * {@code +CIPSEND: <link_num>,<reqSendLength>,<cnfSendLength>}. The payload is counted, or ended by a Ctrl+Z.
 * Its result is {@code <cnfSendLength>}: how many bytes were confirmed, 0 when a window was full, -1 when disconnected.
 */
public final class CipSend extends AtCommand<Integer> {

    /** The longest payload of one command, in bytes. */
    public static final int MAX_LENGTH = 1500;

    private static final byte ETX = 0x03;
    private static final byte CTRL_Z = 0x1A;
    private static final byte ESC = 0x1B;

    private final int link;
    private final int length;
    private final boolean counted;
    private final byte[] payload;
    /** Whether the payload is not to be repeated, or not to be given at all. */
    private boolean withheld;

    private boolean said;
    private boolean begun;
    private Runnable whenTaken = () -> {};
    private Runnable whenBegun = () -> {};
    private Integer confirmed;

    private CipSend(int link, byte[] payload, boolean counted, String destination) {
        super("AT+CIPSEND=" + link + (counted ? "," + payload.length : "") + destination);
        if (payload.length == 0 || payload.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    payload.length + " bytes cannot be sent at once; allowed are 1 to " + MAX_LENGTH);
        }
        this.link = link;
        this.counted = counted;
        this.length = payload.length;
        this.payload = counted ? payload : escaped(payload);
    }

    /** Sends on a TCP link with a fixed length. */
    public static CipSend tcp(int link, byte[] payload) {
        return new CipSend(link, payload, true, "");
    }

    /** Sends on a TCP link with changeable length: ETX, Ctrl+Z and ESC are escaped, a bare Ctrl+Z ends the data. */
    public static CipSend tcpEscaped(int link, byte[] payload) {
        return new CipSend(link, payload, false, "");
    }

    /** Sends a datagram with a fixed length; the note always requires the destination (3.3.1). */
    public static CipSend udp(int link, byte[] payload, String host, int port) {
        return new CipSend(link, payload, true, destination(host, port));
    }

    /** Sends a datagram with changeable length. */
    public static CipSend udpEscaped(int link, byte[] payload, String host, int port) {
        return new CipSend(link, payload, false, destination(host, port));
    }

    private static String destination(String host, int port) {
        return ",\"" + AtSyntax.requireHost("host", host) + "\"," + port;
    }

    private static byte[] escaped(byte[] data) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream(data.length + data.length / 8 + 1);
        for (byte b : data) {
            if (b == ETX || b == CTRL_Z || b == ESC) {
                coded.write(ETX);
            }
            coded.write(b);
        }
        coded.write(CTRL_Z);
        return coded.toByteArray();
    }

    /** Runs when the module has taken the payload ({@code OK}) and its confirmation is still to come. */
    public CipSend whenTaken(Runnable then) {
        whenTaken = then;
        return this;
    }

    /** Runs when the payload goes to the module, before its first byte: what came before was said without knowing it. */
    public CipSend whenBegun(Runnable then) {
        whenBegun = then;
        return this;
    }

    @Override
    public void taken() {
        whenTaken.run();
    }

    /** Confirmations come in the order of the sends, so several may be awaited. */
    @Override
    public boolean conflictsWith(AtCommand<?> pending) {
        return !(pending instanceof CipSend) && super.conflictsWith(pending);
    }

    /**
     * Has the module's wait for the payload never end with the payload: its number is another connection's now, or the payload holds several
     * messages, of which one could come twice where a part of the payload was lost.
     */
    public CipSend withhold() {
        withheld = true;
        return this;
    }

    /** Whether the payload itself may be sent when its prompt did not come, see {@link PayloadSafety}. */
    public boolean mayGoLate() {
        return counted && PayloadSafety.isHarmless(payload);
    }

    /**
     * What ends the module's wait for the payload: ESC cancels, a count must be filled. Best with the payload itself: a
     * module that has none of it yet gets what it was promised.
     */
    public byte[] inputEnd() {
        if (!withheld && mayGoLate()) {
            return payload;
        }
        byte[] end = new byte[counted ? length : 1];
        Arrays.fill(end, counted ? (byte) '\r' : ESC);
        return end;
    }

    public int link() {
        return link;
    }

    /** The module has been told of it. */
    public void say() {
        said = true;
    }

    /** Whether the module may wait for the payload, or have waited: what ends its wait is a send too, with a result of its own. */
    public boolean said() {
        return said;
    }

    /** Whether any of the payload may have reached the module: from then on its outcome is unknown until confirmed. */
    public boolean begun() {
        return begun;
    }

    public void begin() {
        boolean first = !begun;
        begun = true;
        if (first) {
            whenBegun.run();
        }
    }

    @Override
    String key() {
        return "+CIPSEND/" + link;
    }

    /** What is written after the prompt. */
    public byte[] payload() {
        return payload;
    }

    @Override
    public boolean mayEnd() {
        return begun;
    }

    @Override
    public boolean accept(String line) {
        Urc.LateConfirmation result = confirmed != null || !begun ? null : UrcParser.confirmation(line);
        if (result == null || result.link() != link || result.requested() != length) {
            return false;
        }
        confirmed = result.confirmed();
        return true;
    }

    @Override
    public boolean fulfilled() {
        return confirmed != null;
    }

    /** After a {@code +CIPERROR} a second ERROR has been seen. */
    @Override
    public boolean leavesDoubt(AtError reason) {
        return true;
    }

    @Override
    public Integer result() {
        return confirmed;
    }
}
