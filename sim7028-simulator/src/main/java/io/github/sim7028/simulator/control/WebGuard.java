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
package io.github.sim7028.simulator.control;

import com.sun.net.httpserver.Headers;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps pages of other sites, in the browser of somebody who can reach the simulator, from reading or changing anything: they can neither send
 * JSON nor another page's origin, and a name of theirs that leads to this computer is not accepted as a host.
 */
final class WebGuard {

    private static final Pattern LITERAL = Pattern.compile("\\[[0-9a-f:.%]+]|\\d{1,3}(\\.\\d{1,3}){3}");

    private final String ownName;

    /** @param ownName the name or address that the server was told to listen on */
    WebGuard(String ownName) {
        this.ownName = ownName.toLowerCase(Locale.ROOT);
    }

    /** Why a request is refused; empty when it is not. */
    Optional<String> refusal(Headers headers, boolean changes) {
        String host = headers.getFirst("Host");
        if (host == null || !own(host)) {
            return Optional.of("The header Host must be an IP address, localhost or " + ownName);
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            return Optional.of("Requests of pages of other origins are refused");
        }
        String type = headers.getFirst("Content-Type");
        if (changes && (type == null || !type.strip().toLowerCase(Locale.ROOT).matches("application/json(\\s*;.*)?"))) {
            return Optional.of("The header Content-Type must be application/json");
        }
        return Optional.empty();
    }

    private boolean own(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
        return name.equals("localhost")
                || name.equals(ownName)
                || LITERAL.matcher(name).matches();
    }
}
