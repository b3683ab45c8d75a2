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
package io.github.sim7028.attack;

import static io.github.sim7028.attack.Attack.By.NETWORK;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What strangers on the network can do to servers and sockets of the module. */
final class NetworkAttacks {

    private static final byte[] REQUEST = frame("what is the time?");
    private static final byte[] LINE = "what is the time?\n".getBytes(StandardCharsets.US_ASCII);

    private NetworkAttacks() {}

    static List<Attack> all() {
        return List.of(
                attack("clients that connect and leave", 4, (attackers, ground) -> {
                    attackers.reset(attackers.connect(ground.frames()));
                    attackers.reset(attackers.connect(ground.lines()));
                }),
                attack("clients that send nothing", 8, (attackers, ground) -> {
                    Socket frames = attackers.connect(ground.frames());
                    Socket lines = attackers.connect(ground.lines());
                    untilClosed(attackers, frames);
                    untilClosed(attackers, lines);
                }),
                attack("a byte every 20 ms", 2, (attackers, ground) -> {
                    Socket frames = attackers.connect(ground.frames());
                    Socket lines = attackers.connect(ground.lines());
                    while (true) {
                        frames.getOutputStream().write(0);
                        lines.getOutputStream().write('x');
                        Thread.sleep(20);
                    }
                }),
                attack("clients that never read", 2, (attackers, ground) -> {
                    Socket lines = attackers.connect(ground.lines());
                    while (true) {
                        lines.getOutputStream().write(LINE);
                    }
                }),
                reset("reset after the first byte", 1),
                reset("reset in the middle of a frame", 10),
                attack("reset while an answer is sent", 4, (attackers, ground) -> {
                    Socket frames = attackers.connect(ground.frames());
                    frames.getOutputStream().write(REQUEST);
                    Socket lines = attackers.connect(ground.lines());
                    lines.getOutputStream().write(LINE);
                    // the first byte of the answer; the rest is under way
                    lines.getInputStream().read();
                    attackers.reset(lines);
                    attackers.reset(frames);
                }),
                frames("frames of 2^31 bytes", 2, 0x80000000),
                frames("frames of -1 bytes", 2, -1),
                attack("frames of 0 bytes without end", 2, (attackers, ground) -> {
                    Socket frames = attackers.connect(ground.frames());
                    byte[] empty = new byte[4096];
                    while (true) {
                        frames.getOutputStream().write(empty);
                    }
                }),
                attack("a line without end", 2, (attackers, ground) -> {
                    Socket lines = attackers.connect(ground.lines());
                    byte[] endless = "x".repeat(4096).getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        lines.getOutputStream().write(endless);
                    }
                }),
                new Attack("datagrams from strangers", NETWORK, 30, ground -> {
                    ground.gateway().begin("datagrams");
                    Attackers attackers = new Attackers(2, one -> {
                        DatagramSocket socket = one.keep(new DatagramSocket());
                        byte[] data = new byte[200];
                        while (!one.over()) {
                            socket.send(new DatagramPacket(
                                    data, data.length, InetAddress.getLoopbackAddress(), ground.datagrams()));
                        }
                    });
                    return () -> {
                        attackers.close();
                        ground.gateway().end("datagrams");
                    };
                }));
    }

    private interface OnGround {
        void run(Attackers attackers, Attack.Ground ground) throws IOException, InterruptedException;
    }

    private static Attack attack(String name, int threads, OnGround attempt) {
        // they come and go: that is told at intervals
        return new Attack(
                name, NETWORK, 30, ground -> new Attackers(threads, attackers -> attempt.run(attackers, ground)));
    }

    private static Attack reset(String name, int length) {
        return attack(name, 4, (attackers, ground) -> {
            Socket frames = attackers.connect(ground.frames());
            frames.getOutputStream().write(REQUEST, 0, length);
            Socket lines = attackers.connect(ground.lines());
            lines.getOutputStream().write(LINE, 0, length);
            // as soon as the module has taken them
            Thread.sleep(2);
            attackers.reset(frames);
            attackers.reset(lines);
        });
    }

    private static Attack frames(String name, int threads, int length) {
        return attack(name, threads, (attackers, ground) -> {
            Socket frames = attackers.connect(ground.frames());
            frames.getOutputStream()
                    .write(ByteBuffer.allocate(2000).putInt(length).array());
            untilClosed(attackers, frames);
        });
    }

    private static void untilClosed(Attackers attackers, Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(100);
        while (!attackers.over()) {
            try {
                if (in.read() < 0) {
                    break;
                }
            } catch (java.net.SocketTimeoutException e) {
                // still open
            }
        }
        attackers.release(socket);
    }

    private static byte[] frame(String text) {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** What a client that means well asks, and gets back as it is. */
    static byte[] request() {
        return REQUEST.clone();
    }
}
