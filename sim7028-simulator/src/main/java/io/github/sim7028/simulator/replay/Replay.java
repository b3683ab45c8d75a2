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
package io.github.sim7028.simulator.replay;

import io.github.sim7028.simulator.model.Transcript;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Plays the modem's side of a transcript over TCP: says what the modem said, each time the host has said what it said before.
 * Every line that was opened in the recording is one connection. A host that says something else is hung up on.
 */
public final class Replay implements AutoCloseable {

    /** How long the host may keep silent where it is to say something. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int MAX_HIDDEN = 1000;

    private final Recording recording;
    private final double speed;
    private final ServerSocket listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread player;
    private volatile Socket host;
    private volatile String divergence;

    private Replay(Recording recording, double speed, InetSocketAddress address) throws IOException {
        this.recording = recording;
        this.speed = speed;
        listener = new ServerSocket();
        try {
            listener.bind(address, 5);
        } catch (IOException e) {
            listener.close();
            throw new IOException("Cannot listen on " + address + ": " + e.getMessage(), e);
        }
        player = new Thread(this::play, "sim7028-replay");
        player.setDaemon(true);
        player.start();
    }

    /** Replays a transcript on loopback, on a port the system picks, without its pauses. */
    public static Replay of(Path file) throws IOException {
        return of(file, 0, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    /**
     * Replays a transcript.
     *
     * @param speed how much faster than recorded the modem speaks, 1 as recorded, 0 without any pause
     * @param address where to listen; port 0 for one the system picks
     * @throws IOException when the file cannot be read or the address not be listened on
     * @throws IllegalArgumentException when the file is no transcript or the speed is negative
     */
    public static Replay of(Path file, double speed, InetSocketAddress address) throws IOException {
        if (!(speed >= 0)) {
            throw new IllegalArgumentException("The speed of a replay must be 0 or more, not " + speed);
        }
        return new Replay(Recording.read(file), speed, address);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Waits until everything has been played or the host has said something else; false when the time is over before. */
    public boolean await(Duration limit) throws InterruptedException {
        return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Where the host, or the recording, left the path: the line of the file, what was to come and what came. */
    public Optional<String> divergence() {
        return Optional.ofNullable(divergence);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            Socket plugged = host;
            if (plugged != null) {
                plugged.close();
            }
            player.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.getLogger(Replay.class.getName()).log(System.Logger.Level.DEBUG, "Closing failed", e);
        }
    }

    private void play() {
        try {
            for (Recording.Session session : recording.sessions()) {
                try (Socket socket = listener.accept()) {
                    host = socket;
                    socket.setTcpNoDelay(true);
                    socket.setSoTimeout((int) PATIENCE.toMillis());
                    play(session, socket);
                }
            }
        } catch (Divergence e) {
            divergence = e.getMessage();
        } catch (IOException e) {
            if (closing.getCount() > 0) {
                divergence = "the connection failed: " + e.getMessage();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finished.countDown();
        }
    }

    private void play(Recording.Session session, Socket socket) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        Instant before = null;
        for (Recording.Said said : session.said()) {
            if (said.host()) {
                expect(said, in);
            } else {
                pause(before, said.time());
                say(said, socket);
            }
            before = said.time();
        }
        switch (session.end()) {
            case GAP -> throw new Divergence("the recording has a gap here; what follows cannot be replayed");
            case MODEM -> socket.shutdownOutput();
            case HOST -> awaitHangUp(in);
            case UNKNOWN -> {
                finished.countDown();
                awaitHangUp(in);
            }
        }
    }

    /** What the host says beyond the recording is not answered. */
    private void awaitHangUp(InputStream in) throws IOException {
        try {
            while (in.read() >= 0) {
                // ignored
            }
        } catch (SocketTimeoutException e) {
            // it keeps silent as well
        }
    }

    private void pause(Instant before, Instant now) throws IOException, InterruptedException {
        if (speed == 0 || before == null || !now.isAfter(before)) {
            return;
        }
        long millis = (long) (Duration.between(before, now).toMillis() / speed);
        if (closing.await(millis, TimeUnit.MILLISECONDS)) {
            throw new IOException("closed");
        }
    }

    private static void say(Recording.Said said, Socket socket) throws IOException {
        byte[] bytes = new byte[said.bytes().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) said.bytes()[i];
        }
        socket.getOutputStream().write(bytes);
    }

    private static void expect(Recording.Said said, InputStream in) throws IOException {
        StringBuilder heard = new StringBuilder();
        try {
            int[] bytes = said.bytes();
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == Recording.ANY_TEXT) {
                    int until = i + 1 < bytes.length ? bytes[i + 1] : '\r';
                    skip(until, in, heard, said);
                    i++;
                } else {
                    int value = hear(in, heard, said);
                    if (bytes[i] != Recording.ANY_BYTE && bytes[i] != value) {
                        throw new Divergence(said, heard, "");
                    }
                }
            }
        } catch (SocketTimeoutException e) {
            throw new Divergence(said, heard, ", then nothing for " + PATIENCE.toMinutes() + " minutes");
        }
    }

    private static void skip(int until, InputStream in, StringBuilder heard, Recording.Said said) throws IOException {
        for (int count = 0; count < MAX_HIDDEN; count++) {
            if (hear(in, heard, said) == until) {
                return;
            }
        }
        throw new Divergence(said, heard, "");
    }

    private static int hear(InputStream in, StringBuilder heard, Recording.Said said) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new Divergence(said, heard, ", then the host disconnected");
        }
        heard.append(new String(new byte[] {(byte) value}, StandardCharsets.ISO_8859_1));
        return value;
    }

    /** The host does something else than was recorded. */
    private static final class Divergence extends IOException {
        private static final long serialVersionUID = 1;
        private static final int MAX_SHOWN = 200;

        Divergence(String message) {
            super(message);
        }

        Divergence(Recording.Said said, StringBuilder heard, String more) {
            super("line " + said.line() + ": expected '" + cut(Transcript.printable(said.text()))
                    + "' from the host, received '" + cut(Transcript.printable(heard.toString())) + "'" + more);
        }

        private static String cut(String text) {
            return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        }
    }
}
