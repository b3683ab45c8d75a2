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
package io.github.sim7028.tool.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One TCP client of the echo server. What it sends goes back, through a buffer of fixed size: while the buffer is full, nothing is read.
 * A client that begins with {@link #GREETING} can then ask for what a plain echo cannot do, see {@link #obey}.
 */
final class EchoClient {

    /** Comes back like everything else, followed by {@link #READY}: so a client can tell this server from a plain echo server. */
    static final String GREETING = "SIM7028-QUALIFY 1\n";

    static final String READY = "READY\n";

    private static final int BUFFER = 16 * 1024;
    private static final int MAX_WORDS = 100;
    private static final int MAX_FAREWELL = 8 * 1024;
    private static final int MAX_DELAY_MILLIS = 60_000;
    private static final Pattern BYE = Pattern.compile("bye ([0-9]{1,4})");
    private static final Pattern LATER = Pattern.compile("after ([0-9]{1,5}) ([0-9]{1,4})");

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final StringBuilder words = new StringBuilder();
    private long lastTraffic = System.nanoTime();
    private int greeted;
    private boolean echoes = true;
    private boolean ending;
    private int laterCount;
    private long laterAt;

    EchoClient(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** When bytes were read or written last. */
    long lastTraffic() {
        return lastTraffic;
    }

    /** Reads and writes what can be; false when the connection is over. */
    boolean serve() throws IOException {
        if (key.isReadable() && !ending) {
            read();
        }
        buffer.flip();
        if (channel.write(buffer) > 0) {
            lastTraffic = System.nanoTime();
        }
        buffer.compact();
        if (ending && buffer.position() == 0) {
            return false;
        }
        key.interestOps((!ending && buffer.hasRemaining() ? SelectionKey.OP_READ : 0)
                | (buffer.position() > 0 ? SelectionKey.OP_WRITE : 0));
        return true;
    }

    private void read() throws IOException {
        int before = buffer.position();
        int count = channel.read(buffer);
        if (count < 0) {
            ending = true;
            return;
        }
        lastTraffic = System.nanoTime();
        byte[] heard = new byte[count];
        buffer.get(before, heard);
        if (!echoes) {
            buffer.position(before);
        }
        for (byte value : heard) {
            hear((char) (value & 0xFF));
        }
    }

    private void hear(char c) {
        if (!echoes) {
            if (c == '\n') {
                obey(words.toString());
                words.setLength(0);
            } else if (words.length() < MAX_WORDS) {
                words.append(c);
            }
        } else if (greeted >= 0) {
            greeted = greeted < GREETING.length() && c == GREETING.charAt(greeted) ? greeted + 1 : -1;
            if (greeted == GREETING.length()) {
                echoes = false;
                put(READY);
            }
        }
    }

    /**
     * {@code bye N}: N bytes, at most 8192, and the end of the connection by this side. {@code after MS N}: N bytes after so many
     * milliseconds, at most 60000.
     */
    private void obey(String order) {
        Matcher bye = BYE.matcher(order);
        Matcher later = LATER.matcher(order);
        if (later.matches()) {
            laterCount = Math.min(MAX_FAREWELL, Integer.parseInt(later.group(2)));
            laterAt = System.nanoTime() + Math.min(MAX_DELAY_MILLIS, Integer.parseInt(later.group(1))) * 1_000_000L;
        } else if (bye.matches() && !ending) {
            put("b".repeat(Math.min(MAX_FAREWELL, Integer.parseInt(bye.group(1)))));
            ending = true;
        }
    }

    /** Says what is due now; false when the connection is over. */
    boolean tick() throws IOException {
        if (laterCount > 0 && System.nanoTime() - laterAt >= 0) {
            put("l".repeat(laterCount));
            laterCount = 0;
            return serve();
        }
        return true;
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        buffer.put(bytes, 0, Math.min(bytes.length, buffer.remaining()));
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }
}
