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

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.awaitility.Awaitility;

/** A headless Chromium with one page, controlled by the protocol of its developer tools. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LISTENS = "DevTools listening on ";

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final String session;

    /** The program; empty if none is installed. */
    static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Browser(Path program, Path profile) throws Exception {
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(listensAt()), new Ear())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String target = (String)
                call(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId");
        session = (String) call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId");
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Performance")) {
            call(domain + ".enable", Map.of());
        }
    }

    private String listensAt() throws IOException {
        BufferedReader output = process.errorReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LISTENS)) {
                CompletableFuture.runAsync(() -> output.lines().forEach(rest -> {}));
                return line.substring(LISTENS.length());
            }
        }
        throw new IOException("the browser has ended");
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder begun = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                JsonObject message = Jsoner.deserialize(begun.toString(), new JsonObject());
                begun.setLength(0);
                take(message);
            }
            from.request(1);
            return null;
        }
    }

    private void take(JsonObject message) {
        Integer id = message.getInteger("id");
        if (id != null) {
            answers.remove(id).complete(message);
            return;
        }
        String method = message.getString("method");
        if (method.equals("Runtime.exceptionThrown") || method.equals("Log.entryAdded")) {
            complaints.add(message.toJson());
        }
    }

    private Map<String, Object> call(String method, Map<String, Object> parameters) throws Exception {
        return call(session, method, parameters);
    }

    private Map<String, Object> call(String toSession, String method, Map<String, Object> parameters) throws Exception {
        JsonObject message = new JsonObject();
        int id = number.incrementAndGet();
        message.put("id", id);
        message.put("method", method);
        message.put("params", new JsonObject(parameters));
        if (toSession != null) {
            message.put("sessionId", toSession);
        }
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toJson(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        JsonObject said = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (said.get("error") != null) {
            throw new IOException(method + ": " + said.get("error"));
        }
        return said.getMap("result");
    }

    /** @param width in pixels; below 600 it is a phone */
    void open(String url, int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression of JavaScript. */
    Object evaluate(String expression) throws Exception {
        Map<String, Object> result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.get("exceptionDetails") != null) {
            throw new IOException(expression + ": " + result.get("exceptionDetails"));
        }
        return ((Map<?, ?>) result.get("result")).get("value");
    }

    /** The text of the first element that a selector finds. */
    String text(String selector) throws Exception {
        return (String) evaluate("(document.querySelector('" + selector + "') || {}).innerText || ''");
    }

    /** Waits until an expression is true; a page that is not loaded completely has not all that it names. */
    void awaitTrue(String expression) {
        String safe = "(() => { try { return " + expression + "; } catch (e) { return false; } })()";
        Awaitility.await(expression).atMost(PATIENCE).until(() -> Boolean.TRUE.equals(evaluate(safe)));
    }

    void click(String selector) throws Exception {
        evaluate("document.querySelector('" + selector + "').click()");
    }

    /** How long the page has worked since it was opened, in seconds: scripts, layout and all else. */
    double taskSeconds() throws Exception {
        for (Object metric :
                (Iterable<?>) call("Performance.getMetrics", Map.of()).get("metrics")) {
            if (((Map<?, ?>) metric).get("name").equals("TaskDuration")) {
                return ((Number) ((Map<?, ?>) metric).get("value")).doubleValue();
            }
        }
        throw new IOException("the browser does not measure");
    }

    /** Errors of scripts, and what the browser has refused. */
    List<String> complaints() {
        return complaints;
    }

    /** The page as a picture (PNG). */
    byte[] picture() throws Exception {
        return Base64.getDecoder().decode((String)
                call("Page.captureScreenshot", Map.of("format", "png")).get("data"));
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
