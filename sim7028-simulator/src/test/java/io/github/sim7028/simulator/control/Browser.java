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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page in a headless Chromium, which reaches this computer alone; driven over its debugging protocol. */
final class Browser implements AutoCloseable, WebSocket.Listener {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+),");

    private final Path folder;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final StringBuilder coming = new StringBuilder();
    private final Map<Integer, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
    private int calls;

    /** The program, where there is one. */
    static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page. */
    Browser(Path program, String url, int width, int height) throws Exception {
        folder = Files.createTempDirectory("sim7028-browser");
        process = new ProcessBuilder(List.of(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--window-size=" + width + ',' + height,
                        "--user-data-dir=" + folder,
                        // nothing but this computer can be reached
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "about:blank"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Path port = folder.resolve("DevToolsActivePort");
            await().atMost(SOON)
                    .until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
            String base = "http://127.0.0.1:" + Files.readAllLines(port).get(0);
            HttpRequest open = HttpRequest.newBuilder(URI.create(base + "/json/new?" + url))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            String page = http.send(open, HttpResponse.BodyHandlers.ofString()).body();
            Matcher address =
                    Pattern.compile("\"webSocketDebuggerUrl\": ?\"([^\"]+)\"").matcher(page);
            assertThat(address.find()).as(page).isTrue();
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(address.group(1)), this)
                    .get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            end();
            throw e;
        }
    }

    /** What an expression is on the page; a text, a number or a flag. */
    String evaluate(String expression) throws Exception {
        String answer = call("Runtime.evaluate", "{\"returnByValue\":true,\"expression\":" + Json.of(expression) + '}');
        Matcher value =
                Pattern.compile("\"value\":(\"((?:[^\"\\\\]|\\\\.)*)\"|[^,}]+)").matcher(answer);
        assertThat(value.find()).as(answer).isTrue();
        return value.group(2) == null ? value.group(1) : value.group(2);
    }

    /** Waits until an expression is true on the page. */
    void awaits(String expression) {
        await(expression).atMost(SOON).until(() -> evaluate("!!(" + expression + ')')
                .equals("true"));
    }

    /** A picture of the window as PNG. */
    byte[] picture() throws Exception {
        Matcher data = Pattern.compile("\"data\":\"([^\"]+)\"")
                .matcher(call("Page.captureScreenshot", "{\"format\":\"png\"}"));
        assertThat(data.find()).isTrue();
        return Base64.getDecoder().decode(data.group(1));
    }

    private String call(String method, String parameters) throws Exception {
        int id = ++calls;
        CompletableFuture<String> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + '}', true)
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
        return answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        coming.append(part);
        if (last) {
            String message = coming.toString();
            coming.setLength(0);
            Matcher id = ID.matcher(message);
            CompletableFuture<String> answer = id.find() ? answers.remove(Integer.parseInt(id.group(1))) : null;
            if (answer != null) {
                answer.complete(message);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() throws IOException {
        // by itself the browser removes what it has put elsewhere
        socket.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.abort();
        end();
    }

    private void end() throws IOException {
        // with the processes that it has started, which write into its folder as long as they live
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("The browser does not end", e);
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
