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
package io.github.sim7028.simulator.net;

import io.github.sim7028.simulator.engine.EventLoop;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The network as the module sees it: real sockets, with some names and addresses bent for tests.
 *
 * <ul>
 *   <li>{@code hosts}: names the simulator resolves itself; an empty address means "no such name".
 *   <li>{@code routes}: {@code address:port} the module believes to talk to, and where that really is.
 *   <li>Names ending in {@code .invalid} never resolve, {@code localhost} always does.
 *   <li>{@code 192.0.2.0/24} never answers, {@code 198.51.100.0/24} is unreachable.
 * </ul>
 */
public final class Internet {

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final int LOOKUPS = 4;

    private final EventLoop loop;
    private final Map<String, String> hosts;
    private final Map<String, InetSocketAddress> routes;
    private final AtomicInteger lookups = new AtomicInteger();

    /** Uses these names and routes, both may be empty. */
    public Internet(EventLoop loop, Map<String, String> hosts, Map<String, InetSocketAddress> routes) {
        this.loop = loop;
        this.hosts = hosts;
        this.routes = routes;
    }

    /** The answer to a lookup: an address, or null when there is none. */
    public interface Answer extends Consumer<InetAddress> {}

    /** The address a text stands for without a lookup, or null. */
    public static InetAddress literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        boolean numeric = IPV4.matcher(bare).matches() || bare.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        try {
            return numeric ? InetAddress.getByName(bare) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * Looks a name up; the answer comes on the loop's thread, at once where no lookup is necessary.
     *
     * @param ipv6 whether the context is an IPv6 one
     */
    public void resolve(String host, boolean ipv6, Answer answer) {
        String name = host.toLowerCase(Locale.ROOT);
        String mapped = hosts.get(name);
        if (mapped != null || literal(host) != null) {
            answer.accept(literal(mapped != null ? mapped : host));
        } else if (name.equals("localhost")) {
            answer.accept(literal(ipv6 ? "::1" : "127.0.0.1"));
        } else if (name.endsWith(".invalid") || lookups.incrementAndGet() > LOOKUPS) {
            answer.accept(null);
        } else {
            Thread lookup = new Thread(
                    () -> {
                        InetAddress found = ask(host, ipv6);
                        lookups.decrementAndGet();
                        loop.execute(() -> answer.accept(found));
                    },
                    "sim7028-lookup");
            lookup.setDaemon(true);
            lookup.start();
        }
    }

    private static InetAddress ask(String host, boolean ipv6) {
        try {
            InetAddress[] all = InetAddress.getAllByName(host);
            for (InetAddress address : all) {
                if (address instanceof Inet6Address == ipv6) {
                    return address;
                }
            }
            return all[0];
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Where an address and port really are. */
    public InetSocketAddress target(InetAddress address, int port) {
        InetSocketAddress real = routes.get(key(text(address), port));
        return real != null ? real : new InetSocketAddress(address, port);
    }

    /** What the module believes the address of a real peer to be. */
    public InetSocketAddress seen(InetSocketAddress real) {
        for (Map.Entry<String, InetSocketAddress> route : routes.entrySet()) {
            if (route.getValue().equals(real)) {
                int colon = route.getKey().lastIndexOf(':');
                return new InetSocketAddress(
                        literal(route.getKey().substring(0, colon)),
                        Integer.parseInt(route.getKey().substring(colon + 1)));
            }
        }
        return real;
    }

    /** Whether packets to it vanish. */
    public static boolean isBlackHole(InetAddress address) {
        return startsWith(address, 192, 0, 2);
    }

    /** Whether there is no way to it; throws then. */
    public static void checkReachable(InetAddress address) throws IOException {
        if (startsWith(address, 198, 51, 100)) {
            throw new IOException("Network unreachable");
        }
    }

    private static boolean startsWith(InetAddress address, int... bytes) {
        if (!(address instanceof Inet4Address)) {
            return false;
        }
        byte[] all = address.getAddress();
        return (all[0] & 0xff) == bytes[0] && (all[1] & 0xff) == bytes[1] && (all[2] & 0xff) == bytes[2];
    }

    /** The key of a route. */
    public static String key(String address, int port) {
        return address + ':' + port;
    }

    /** The address as modules write it: IPv6 in its short form, without a scope. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int[] zeros = longestZeros(groups);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == zeros[0] && zeros[1] > 1) {
                text.append("::");
                i += zeros[1] - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int[] longestZeros(int[] groups) {
        int[] best = {-1, 0};
        for (int start = 0; start < 8; start++) {
            int end = start;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - start > best[1]) {
                best = new int[] {start, end - start};
            }
        }
        return best;
    }
}
