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
package io.github.sim7028.line;

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.HostAndPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects a TCP socket for a line, and says in words why that did not work. */
final class SocketConnector {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private SocketConnector() {}

    /** Resolves the host again and tries its addresses in turn, all of them within the timeout. */
    static Socket connect(String device, HostAndPort target, Duration timeout) throws LineException {
        return connect(device, target, timeout, new LineOpening());
    }

    /** The same for an opening that may be given up; what is connected is closed with it. */
    static Socket connect(String device, HostAndPort target, Duration timeout, LineOpening opening)
            throws LineException {
        InetAddress[] addresses = lookUp(device, target, timeout, opening);
        long deadline = System.nanoTime() + timeout.toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long share = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) / (addresses.length - i);
            try {
                return connect(new InetSocketAddress(addresses[i], target.port()), (int) Math.max(1, share), opening);
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
            if (opening.reason() != null) {
                break;
            }
        }
        throw new LineException(device + ": " + inWords(failure, target, timeout), failure);
    }

    /** A name service that does not answer cannot be interrupted: a thread of its own waits for it. */
    private static InetAddress[] lookUp(String device, HostAndPort target, Duration timeout, LineOpening opening)
            throws LineException {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(target.host()));
        opening.closes(() -> lookup.cancel(true));
        Thread thread = new Thread(lookup, "Sim7028Lookup-" + target.host());
        thread.setDaemon(true);
        thread.start();
        try {
            return lookup.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new LineException(
                    device + ": host '" + target.host() + "' is not known; check its spelling and the name service",
                    e.getCause());
        } catch (TimeoutException | CancellationException e) {
            throw new LineException(
                    device + ": the name service does not answer for '" + target.host() + "' within "
                            + timeout.toMillis() + " ms",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LineException(device + ": the opening was interrupted", e);
        } finally {
            lookup.cancel(true);
        }
    }

    private static Socket connect(InetSocketAddress address, int timeoutMillis, LineOpening opening)
            throws IOException {
        Socket socket = new Socket();
        opening.closes(socket);
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            socket.connect(address, timeoutMillis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }

    private static String inWords(IOException failure, HostAndPort target, Duration timeout) {
        if (failure instanceof SocketTimeoutException) {
            return "no answer within " + timeout.toMillis()
                    + " ms; check that the host is up and no firewall drops the connection";
        }
        if (failure instanceof NoRouteToHostException) {
            return "there is no route to " + target.host() + "; check the network";
        }
        if (failure instanceof ConnectException
                && String.valueOf(failure.getMessage()).contains("refused")) {
            return "the connection was refused; check that something listens on port " + target.port();
        }
        return "cannot connect: " + ForeignText.messageOf(failure);
    }
}
