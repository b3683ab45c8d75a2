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

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.util.json.Jsoner;

/**
 * The answer of the console, whatever the web server.
 *
 * @param status  the status code of HTTP
 * @param headers the headers by name
 * @param body    the body
 */
public record ConsoleResponse(int status, Map<String, String> headers, byte[] body) {

    /** Only files of the console run or are shown; nothing may frame the page. */
    private static final Map<String, String> SAFETY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store");

    static ConsoleResponse of(int status, String type, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(SAFETY);
        headers.put("Content-Type", type);
        return new ConsoleResponse(status, headers, body);
    }

    /** There is no console yet, or no longer. */
    public static ConsoleResponse notStarted() {
        return text(503, "The console has not started yet.");
    }

    /** The web server cannot read the request. */
    public static ConsoleResponse unreadable() {
        return text(400, "The request is not encoded as it must be.");
    }

    static ConsoleResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static ConsoleResponse json(Map<String, Object> value) {
        return of(200, "application/json", Jsoner.serialize(value).getBytes(StandardCharsets.UTF_8));
    }

    /** To another place, which may be relative. */
    static ConsoleResponse redirect(String location) {
        ConsoleResponse response = text(302, "See " + location);
        response.headers.put("Location", location);
        return response;
    }
}
