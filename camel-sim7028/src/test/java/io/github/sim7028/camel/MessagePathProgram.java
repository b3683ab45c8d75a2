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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;

/**
 * A program of its own, watched by {@code MessagePathTest}: some messages over TCP, then one up and one down, each when a line comes on the
 * standard input. Its empty methods mark the moments.
 */
final class MessagePathProgram {

    /** So many first, as classes are loaded and connections opened for the first ones. */
    private static final int EARLIER = 3;

    private MessagePathProgram() {}

    public static void main(String[] arguments) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (ServerSocket server = new ServerSocket(0);
                RouteRig rig = new RouteRig()) {
            String uri = "sim7028:tcp:localhost:" + server.getLocalPort();
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").to(uri);
                    from(uri).process(exchange -> {
                        routed();
                        received.add(exchange.getMessage().getBody(String.class));
                    });
                }
            });
            rig.sends("direct:up", "first");
            try (Socket peer = server.accept()) {
                for (int i = 0; i < EARLIER; i++) {
                    rig.sends("direct:up", "up " + i);
                    down(peer, received, "down " + i);
                }
                quietSoon();
                awaitWord();
                rig.sends("direct:up", "up");
                sent();
                awaitWord();
                down(peer, received, "down");
                ended();
            }
        }
    }

    private static void down(Socket peer, BlockingQueue<String> received, String text)
            throws IOException, InterruptedException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(text);
    }

    private static void awaitWord() throws IOException {
        assertThat(System.in.read()).isNotNegative();
    }

    /** Nothing is to be done any more but the end of what was done. */
    static void quietSoon() {}

    static void sent() {}

    static void routed() {}

    static void ended() {}
}
