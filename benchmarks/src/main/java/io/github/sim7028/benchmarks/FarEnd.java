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
package io.github.sim7028.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The other end of a link: a plain TCP server on loopback that takes one connection. */
final class FarEnd implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int ACCEPT_MILLIS = 30_000;

    private final ServerSocket server;
    private Socket socket;

    FarEnd() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(ACCEPT_MILLIS);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Accepts at the first call; the accept itself bounds the wait. */
    private synchronized Socket socket() throws IOException {
        if (socket == null) {
            socket = server.accept();
            socket.setTcpNoDelay(true);
        }
        return socket;
    }

    /** Takes what comes, checks it byte by byte and counts it. */
    FarEnd verifyInto(Meter meter) {
        inBackground("sink", meter, () -> {
            InputStream in = socket().getInputStream();
            byte[] buffer = new byte[BUFFER];
            long position = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Pattern.require(position, buffer, 0, n);
                position += n;
                meter.add(n);
            }
        });
        return this;
    }

    /** Sends the pattern for as long as it is wanted. */
    FarEnd sendWhile(BooleanSupplier wanted, Meter meter) {
        inBackground("source", meter, () -> {
            OutputStream out = socket().getOutputStream();
            long position = 0;
            while (wanted.getAsBoolean()) {
                out.write(Pattern.bytes(position, 15_000));
                position += 15_000;
            }
        });
        return this;
    }

    /** Sends the pattern in frames, each behind four bytes of its length. */
    FarEnd sendFrames(int size, long frames, Meter meter) {
        inBackground("frames", meter, () -> {
            OutputStream out = socket().getOutputStream();
            for (long i = 0; i < frames; i++) {
                out.write(ByteBuffer.allocate(Integer.BYTES + size)
                        .putInt(size)
                        .put(Pattern.bytes(i * size, size))
                        .array());
            }
        });
        return this;
    }

    /** Sends messages of the pattern, each when the one before has been seen by the meter. */
    void sendSteps(int size, int messages, Meter seen) throws IOException {
        OutputStream out = socket().getOutputStream();
        for (int i = 0; i < messages; i++) {
            long position = seen.count();
            out.write(Pattern.bytes(position, size));
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (seen.count() < position + size) {
                if (System.nanoTime() > limit) {
                    throw new IOException("what was sent did not arrive");
                }
                LockSupport.parkNanos(20_000);
            }
        }
    }

    /** Sends back what comes. */
    FarEnd echo(Meter meter) {
        inBackground("echo", meter, () -> {
            InputStream in = socket().getInputStream();
            OutputStream out = socket().getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        });
        return this;
    }

    private void inBackground(String what, Meter meter, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the connection ends with its case; one that ends before is seen by what does not come
                    } catch (RuntimeException e) {
                        meter.fail(e);
                    }
                },
                "far-end-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Socket open;
        synchronized (this) {
            open = socket;
        }
        if (open != null) {
            open.close();
        }
    }
}
