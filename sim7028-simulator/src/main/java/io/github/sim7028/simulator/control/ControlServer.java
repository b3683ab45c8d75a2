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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.report.Dialogue;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Controls modems over HTTP, and serves the web page. No password: whoever reaches the address controls the modems, so the address is one of
 * loopback unless the caller decides otherwise. Pages of other sites are refused.
 *
 * <p>{@code GET /api/modems} the state of all modems; {@code GET /api/commands} the commands; {@code POST /api/commands} runs one,
 * {@code {"command":"signal","value":"12","modems":"3-7","for":"60s"}}; {@code GET /api/dialogue?modem=NAME&from=0} the latest lines of a
 * modem's transcript. An error has the form {@code {"error":"…"}}.
 */
public final class ControlServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());
    private static final int THREADS = 4;
    private static final int WAITING = 100;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final int GONE = 503;

    private final ModemControl control;
    private final WebGuard guard;
    private final HttpServer server;
    private final ThreadPoolExecutor workers;

    /**
     * Starts the server.
     *
     * @param address where to listen; port 0 for a free port
     * @throws IOException when it cannot listen there
     */
    public ControlServer(ModemControl control, InetSocketAddress address) throws IOException {
        this.control = control;
        this.guard = new WebGuard(address.getHostString());
        try {
            this.server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("Cannot listen on " + address + ": " + e.getMessage(), e);
        }
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "sim7028-control-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Ends the server; requests that are under way are cut off. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private record Answer(int status, String type, byte[] body) {

        static Answer json(int status, Object value) {
            return new Answer(status, "application/json", Json.of(value).getBytes(StandardCharsets.UTF_8));
        }

        static Answer error(int status, String message) {
            return json(status, Map.of("error", message));
        }
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Answer answer = answer(exchange);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type());
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Content-Security-Policy", WebPage.POLICY);
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "A request failed", e);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        boolean changes = !exchange.getRequestMethod().equals("GET");
        var refusal = guard.refusal(exchange.getRequestHeaders(), changes);
        if (refusal.isPresent()) {
            return Answer.error(FORBIDDEN, refusal.get());
        }
        String path = exchange.getRequestURI().getPath();
        try {
            if (!changes) {
                return get(path, Query.of(exchange.getRequestURI().getRawQuery()));
            } else if (!exchange.getRequestMethod().equals("POST")) {
                return Answer.error(WRONG_METHOD, "Only GET and POST are possible");
            } else if (!path.equals("/api/commands")) {
                return Answer.error(NOT_FOUND, "There is no " + path);
            }
            return post(exchange.getRequestBody());
        } catch (IllegalArgumentException e) {
            return Answer.error(BAD_REQUEST, e.getMessage());
        } catch (IllegalStateException e) {
            return Answer.error(GONE, e.getMessage());
        }
    }

    private Answer get(String path, Map<String, String> query) throws IOException {
        switch (path) {
            case "/api/modems" -> {
                return Answer.json(
                        OK,
                        Map.of(
                                "modems",
                                control.modems().stream().map(StateText::map).toList()));
            }
            case "/api/commands" -> {
                return Answer.json(
                        OK,
                        Map.of(
                                "commands",
                                ModemControl.commands().stream()
                                        .map(ControlServer::described)
                                        .toList()));
            }
            case "/api/dialogue" -> {
                return Answer.json(OK, dialogue(query));
            }
            default -> {
                WebPage page = WebPage.at(path);
                return page == null
                        ? Answer.error(NOT_FOUND, "There is no " + path)
                        : new Answer(OK, page.type(), page.content());
            }
        }
    }

    private Answer post(InputStream body) throws IOException {
        Map<String, String> told = control.run(RequestBody.read(body));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("done", true);
        answer.put("modems", told);
        return Answer.json(OK, answer);
    }

    private Map<String, Object> dialogue(Map<String, String> query) {
        String name = query.getOrDefault("modem", "");
        String from = query.getOrDefault("from", "0");
        if (!from.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("from must be a number, not '" + from + "'");
        }
        List<VirtualModem> found = control.modems().stream()
                .filter(modem -> control.label(modem).equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("modem: there is no modem '" + name + "'");
        }
        Dialogue dialogue = found.get(0).dialogue(Long.parseLong(from));
        return Map.of("next", dialogue.next(), "lines", dialogue.lines());
    }

    private static Map<String, Object> described(ControlCommand command) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", command.name());
        map.put("value", command.value());
        map.put("takesTime", command.takesTime());
        map.put("help", command.help());
        return map;
    }
}
