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

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A file of the web page, which works without a network: nothing is loaded from elsewhere.
 *
 * @param type the content type
 */
record WebPage(String type, byte[] content) {

    /** What the page may load: its own files. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "/index.html", "text/html; charset=utf-8",
            "/simulator.js", "text/javascript; charset=utf-8",
            "/simulator.css", "text/css; charset=utf-8");

    /** The file at a path, or null. */
    static WebPage at(String path) throws IOException {
        String name = path.equals("/") ? "/index.html" : path;
        String type = TYPES.get(name);
        if (type == null) {
            return null;
        }
        try (InputStream in = WebPage.class.getResourceAsStream("web" + name)) {
            if (in == null) {
                throw new IOException("The file " + name + " of the page is missing");
            }
            return new WebPage(type, in.readAllBytes());
        }
    }
}
