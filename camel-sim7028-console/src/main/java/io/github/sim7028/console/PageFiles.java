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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** The files of the page. */
final class PageFiles {

    private static final String OWN = "/io/github/sim7028/console/";
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/" + chartsVersion() + "/dist/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private static final Map<String, String[]> FILES = Map.of(
            "/", new String[] {OWN + "console.html", "text/html; charset=utf-8"},
            "/console.js", new String[] {OWN + "console.js", SCRIPT},
            "/charts.js", new String[] {OWN + "charts.js", SCRIPT},
            "/console.css", new String[] {OWN + "console.css", STYLE},
            "/icon.svg", new String[] {OWN + "icon.svg", "image/svg+xml"},
            "/uplot.js", new String[] {CHARTS + "uPlot.iife.min.js", SCRIPT},
            "/uplot.css", new String[] {CHARTS + "uPlot.min.css", STYLE});

    private final Map<String, ConsoleResponse> read = new ConcurrentHashMap<>();

    /** Null if there is no such file. */
    ConsoleResponse file(String path) {
        String[] file = FILES.get(path);
        return file == null ? null : read.computeIfAbsent(path, p -> ConsoleResponse.of(200, file[1], bytes(file[0])));
    }

    private static byte[] bytes(String resource) {
        try (InputStream stream = PageFiles.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String chartsVersion() {
        try (InputStream stream =
                PageFiles.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            if (stream == null) {
                throw new IllegalStateException("org.webjars.npm:uplot is not on the class path");
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
