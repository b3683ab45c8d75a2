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
package io.github.sim7028.modem;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.NumericHost;
import java.net.InetAddress;

/**
 * One address or a block of addresses, such as {@code 10.0.0.5}, {@code 10.0.0.0/8} or {@code 2001:db8::/32}.
 *
 * @param network an address of the range, as bytes
 * @param bits    how many leading bits all addresses of the range have in common
 */
public record IpRange(InetAddress network, int bits) {

    /** How many bits stand before an IPv4 address that is written as one of IPv6 (RFC 4291, 2.5.5.2). */
    private static final int MAPPED_BITS = 96;

    /** Parses an address or a block in CIDR notation. */
    public static IpRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress network = NumericHost.of(address);
        if (network == null) {
            throw wrong(text);
        }
        int most = network.getAddress().length * 8;
        if (slash < 0) {
            return new IpRange(network, most);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw wrong(text);
        }
        // ::ffff:10.0.0.0/104 is 10.0.0.0/8
        boolean mapped = most == 32 && address.indexOf(':') >= 0;
        int bits = Integer.parseInt(length) - (mapped ? MAPPED_BITS : 0);
        if (bits < 0 || bits > most) {
            throw wrong(text);
        }
        return new IpRange(network, bits);
    }

    /** Whether an address is in the range; false for an address of the other IP version, unless it is an IPv4-mapped one. */
    public boolean contains(String address) {
        InetAddress asked = NumericHost.of(address);
        if (asked == null) {
            return false;
        }
        byte[] mine = network.getAddress();
        byte[] other = asked.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("allowedClients: " + AtSyntax.shown(text)
                + " is not an address range; allowed are an address or a block such as 10.0.0.0/8 or 2001:db8::/32");
    }
}
