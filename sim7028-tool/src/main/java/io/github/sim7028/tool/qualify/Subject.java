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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.tool.dialogue.Dialogue;
import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import io.github.sim7028.tool.dialogue.Heard;
import io.github.sim7028.tool.dialogue.Reply;
import io.github.sim7028.tool.modem.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;

/** The module that is asked: brings it to where a question needs it. Link 0 is the one to the peer. */
final class Subject {

    /** The longest the module may take to open the network or a connection, and to send (2.1.12), and some more. */
    static final long LONG_MILLIS = 125_000;

    /** How the message begins where the peer cannot be reached. */
    static final String NO_CONNECTION = "no connection to the peer ";

    private static final long RELEASE_MILLIS = 20_000;
    private static final long SEARCH_MILLIS = 10 * 60_000L;
    private static final String GREETING = "SIM7028-QUALIFY 1\n";
    private static final String READY = "READY\n";

    private final Dialogue dialogue;
    private final Peer peer;
    private boolean connected;
    private boolean registered;
    private Boolean obedient;
    private long roundTripMillis;

    /** @param peer sends back what it gets */
    Subject(Dialogue dialogue, Peer peer) {
        this.dialogue = dialogue;
        this.peer = peer;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    Reply ask(String command) throws IOException, NoAnswer {
        return dialogue.ask(command);
    }

    /** The arguments of AT+CIPOPEN for the peer. */
    String opening(String protocol) {
        return "\"" + protocol + "\",\"" + peer.host() + "\"," + peer.port();
    }

    Peer peer() {
        return peer;
    }

    /** What the module may have forgotten: everything is made again when it is needed. */
    void forget() {
        connected = false;
        registered = false;
    }

    // ---- the network

    /** Waits until the module is registered, where that is not known. */
    void requireRegistration() throws IOException, NoAnswer {
        long end = System.nanoTime() + SEARCH_MILLIS * 1_000_000;
        for (long pause = 250; !registered; pause = Math.min(5000, 2 * pause)) {
            registered = isRegistered();
            if (!registered && System.nanoTime() - end > 0) {
                throw new NoAnswer("the module is not registered after " + SEARCH_MILLIS / 60_000 + " minutes");
            } else if (!registered) {
                dialogue.listen(pause);
            }
        }
    }

    boolean isRegistered() throws IOException, NoAnswer {
        return ask("AT+CEREG?").match("\\+CEREG: ?[0-9], ?[15].*").isPresent();
    }

    boolean networkIsOpen() throws IOException, NoAnswer {
        return ask("AT+NETOPEN?").match("\\+NETOPEN: ?1").isPresent();
    }

    void requireNetwork() throws IOException, NoAnswer {
        if (networkIsOpen()) {
            return;
        }
        connected = false;
        Reply reply = ask("AT+NETOPEN");
        if (!reply.isOk()) {
            throw new NoAnswer("AT+NETOPEN failed: " + reply.words());
        }
        String result = dialogue.requireLine("\\+NETOPEN: ?[0-9]+", LONG_MILLIS);
        if (!result.endsWith("0")) {
            throw new NoAnswer("AT+NETOPEN failed: " + result);
        }
    }

    void closeNetwork() throws IOException, NoAnswer {
        connected = false;
        if (networkIsOpen()) {
            ask("AT+NETCLOSE");
            dialogue.requireLine("\\+NETCLOSE: ?[0-9]+", LONG_MILLIS);
        }
    }

    // ---- link 0

    /** A connection to the peer, in buffered reception, with nothing to be read. */
    void requireConnection() throws IOException, NoAnswer {
        requireNetwork();
        if (!connected) {
            ask("AT+CIPRXGET=1");
            // it may be open since before a question that failed
            close(0);
            open();
        }
        drain();
    }

    /** Opens link 0; a number may be in use for some seconds after its last connection. */
    void open() throws IOException, NoAnswer {
        long end = System.nanoTime() + RELEASE_MILLIS * 1_000_000;
        String result = tryToOpen();
        for (long pause = 250; result.matches(".*,(8|10)") && System.nanoTime() - end < 0; pause += 250) {
            dialogue.listen(pause);
            result = tryToOpen();
        }
        if (!result.endsWith(",0")) {
            throw new NoAnswer(NO_CONNECTION + peer + ": " + result);
        }
        connected = true;
    }

    /** The result of AT+CIPOPEN, with its error. */
    String tryToOpen() throws IOException, NoAnswer {
        Reply reply = ask("AT+CIPOPEN=0," + opening("TCP"));
        if (!reply.isOk()) {
            return reply.words();
        }
        return dialogue.requireLine("\\+CIPOPEN: ?0,[0-9]+", LONG_MILLIS);
    }

    void close(int link) throws IOException, NoAnswer {
        connected &= link != 0;
        if (ask("AT+CIPCLOSE=" + link).isOk()) {
            dialogue.requireLine("\\+CIPCLOSE: ?" + link + ",[0-9]+", LONG_MILLIS);
        }
    }

    /** Sends on link 0, up to the confirmation. */
    void send(byte[] bytes) throws IOException, NoAnswer {
        send("AT+CIPSEND=0," + bytes.length, bytes, bytes.length);
    }

    void send(String command, byte[] bytes, int length) throws IOException, NoAnswer {
        Reply prompt = ask(command);
        if (!prompt.isPrompt()) {
            throw new NoAnswer(command + " was refused: " + prompt.words());
        }
        dialogue.write(bytes);
        String result = awaitConfirmation();
        if (!result.endsWith("," + length + "," + length)) {
            throw new NoAnswer("not everything was sent: " + result);
        }
    }

    /** Waits for both results of a CIPSEND, in whatever order; returns the confirmation. */
    String awaitConfirmation() throws IOException, NoAnswer {
        String result = dialogue.requireLine("\\+CIPSEND: ?[0-9],[0-9]+,-?[0-9]+", LONG_MILLIS);
        dialogue.requireLine("OK", Dialogue.SHORT_MILLIS);
        return result;
    }

    /** Waits until so many bytes can be read from link 0. */
    void awaitData(int count, long millis) throws IOException, NoAnswer {
        awaitData(0, count, millis);
    }

    void awaitData(int link, int count, long millis) throws IOException, NoAnswer {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long pause = 100; waiting(link) < count; pause = Math.min(2000, 2 * pause)) {
            if (System.nanoTime() - end > 0) {
                throw new NoAnswer("the peer did not answer within " + millis / 1000 + " s");
            }
            dialogue.awaitLine("\\+CIPRXGET: ?1," + link, pause);
        }
    }

    /** How many bytes can be read from link 0. */
    int waiting() throws IOException, NoAnswer {
        return waiting(0);
    }

    private int waiting(int link) throws IOException, NoAnswer {
        Optional<Matcher> rest = ask("AT+CIPRXGET=4," + link).match("\\+CIPRXGET: ?4," + link + ",([0-9]{1,6})");
        return rest.map(matcher -> Integer.parseInt(matcher.group(1))).orElse(0);
    }

    /** Reads bytes of link 0 as they are; fewer if there are fewer. */
    byte[] read(int most) throws IOException, NoAnswer {
        return read(0, most);
    }

    byte[] read(int link, int most) throws IOException, NoAnswer {
        Reply reply = ask("AT+CIPRXGET=2," + link + "," + most);
        return reply.heard().stream()
                .filter(one -> one.kind() == Heard.Kind.BODY)
                .findFirst()
                .map(Heard::bytes)
                .orElse(new byte[0]);
    }

    private void drain() throws IOException, NoAnswer {
        for (int left = waiting(), reads = 0; left > 0 && reads < 50; left = waiting(), reads++) {
            read(1500);
        }
    }

    // ---- the peer

    /**
     * A new connection on which the peer does what it is told: the echo server of this program does.
     *
     * @throws NotAsked if the peer only sends back what it gets
     */
    void requireObedience() throws IOException, NoAnswer, NotAsked {
        if (Boolean.FALSE.equals(obedient)) {
            throw new NotAsked(onlyEchoes());
        }
        requireNetwork();
        ask("AT+CIPRXGET=1");
        close(0);
        open();
        send(ascii(GREETING));
        long began = System.nanoTime();
        awaitData(GREETING.length(), 60_000);
        roundTripMillis = (System.nanoTime() - began) / 1_000_000;
        // usually both come together
        String answer = text();
        for (int tries = 0; !answer.endsWith(READY) && tries < 8; tries++) {
            if (waiting() == 0) {
                dialogue.awaitLine("\\+CIPRXGET: ?1,0", 500);
            }
            answer += text();
        }
        obedient = answer.endsWith(READY);
        if (!obedient) {
            throw new NotAsked(onlyEchoes());
        }
    }

    /** How long the peer took to answer last. */
    long roundTripMillis() {
        return roundTripMillis;
    }

    private String text() throws IOException, NoAnswer {
        return new String(read(1500), StandardCharsets.ISO_8859_1);
    }

    private static String onlyEchoes() {
        return "the peer only sends back what it gets; the echo-server of this program can do more";
    }

    /** Tells the peer something, on a connection of {@link #requireObedience}. */
    void order(String order) throws IOException, NoAnswer {
        send(ascii(order + "\n"));
    }

    /** Link 0 has ended. */
    void ended() {
        connected = false;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
