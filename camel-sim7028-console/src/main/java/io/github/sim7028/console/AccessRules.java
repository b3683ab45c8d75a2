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
package io.github.sim7028.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may see the console and who may control a modem. Without {@code allow-remote} only this machine may: the request comes from a
 * loopback address and did not pass a proxy. A request always names the web server by its address, as {@code localhost} or by one of
 * {@code hosts}, so that no page of another site reaches the console by a name of its own that leads to this machine.
 */
final class AccessRules {

    private static final int TOKEN_BYTES = 16;
    private static final List<String> PROXIED = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-By",
            "X-Real-IP",
            "Via");
    private static final Pattern AUTHORITY = Pattern.compile("([^:\\[\\]]+|\\[[^\\[\\]]+])(:[0-9]{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern SCHEME = Pattern.compile("https?://");
    private static final Pattern DIGITS = Pattern.compile("[0-9A-Fa-f:.]+(%.*)?");
    /** What a browser says of a request that the page itself makes. */
    private static final Set<String> OWN_PAGE = Set.of("same-origin", "none");

    private final ConsoleSettings settings;
    private final String token;

    AccessRules(ConsoleSettings settings) {
        this.settings = settings;
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
    }

    /** The secret of this run that a request to control a modem repeats, so that no page of another site can make one. */
    String token() {
        return token;
    }

    /** Why the request is refused; null if it is not. */
    String refusal(ConsoleRequest request) {
        if (!settings.allowRemote() && !isLocal(request)) {
            return "The console answers this machine only. Open the page at localhost, or set"
                    + " sim7028.console.allow-remote=true and put a login before the page.";
        }
        if (!isKnown(request.header().apply("Host"))) {
            return "The console is opened by an address, as localhost, or by a name of sim7028.console.hosts, and by no other"
                    + " name, so that no page of another site can read the console. If this name leads to the console, add the"
                    + " name to sim7028.console.hosts.";
        }
        return null;
    }

    /** Why a request to control a modem is refused; null if it is not. */
    String actionRefusal(ConsoleRequest request) {
        if (!settings.allowActions()) {
            return "The console shows modems and does not control them. To have buttons, set"
                    + " sim7028.console.allow-actions=true.";
        }
        String site = request.header().apply("Sec-Fetch-Site");
        String given = request.header().apply("X-Sim7028-Token");
        String origin = request.header().apply("Origin");
        boolean own = (site == null || OWN_PAGE.contains(site))
                && (origin == null || isKnown(SCHEME.matcher(origin).replaceFirst("")));
        boolean known = given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        return own && known
                ? null
                : "The request does not come from the page of the console, or the application was started again. Load the"
                        + " page again.";
    }

    /** Whether a host, with or without a port, is named as users of the console name it. */
    private boolean isKnown(String authority) {
        Matcher parts = AUTHORITY.matcher(authority == null ? "" : authority.toLowerCase(Locale.ROOT));
        return parts.matches()
                && (parts.group(1).equals("localhost")
                        || ADDRESS.matcher(parts.group(1)).matches()
                        || settings.hosts().contains(parts.group(1)));
    }

    private static boolean isLocal(ConsoleRequest request) {
        return isLoopback(request.peer())
                && PROXIED.stream().allMatch(name -> request.header().apply(name) == null);
    }

    private static boolean isLoopback(String peer) {
        // a name would be looked up
        if (peer == null || !DIGITS.matcher(peer).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(peer).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
