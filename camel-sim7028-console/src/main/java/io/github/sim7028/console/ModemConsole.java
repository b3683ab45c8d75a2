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

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.Modem;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console of a Camel context: answers the requests of the page, whatever the web server. */
public final class ModemConsole extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(ModemConsole.class);

    private final CamelContext context;
    private final ConsoleSettings settings;
    private final AccessRules access;
    private final ModemWatch watch;
    private final ModemView view;
    private final PageFiles files = new PageFiles();
    private final ModemActions actions = new ModemActions(ModemActions.LIMIT);
    /** What could not be answered the last time; only paths of the console itself can fail. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    private ScheduledExecutorService timer;
    private FleetNodes fleet;

    ModemConsole(CamelContext context, ConsoleSettings settings) {
        this.context = context;
        this.settings = settings;
        access = new AccessRules(settings);
        watch = new ModemWatch(context);
        view = new ModemView(watch::modems);
    }

    /** The console of a context; null if the context has none. */
    public static ModemConsole of(CamelContext context) {
        return context.hasService(ModemConsole.class);
    }

    public ConsoleSettings settings() {
        return settings;
    }

    @Override
    protected void doStart() {
        timer = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "sim7028-console");
        watch.start(timer);
        fleet = new FleetNodes(context);
    }

    @Override
    protected void doStop() {
        context.getExecutorServiceManager().shutdownNow(timer);
        watch.stop();
    }

    /** Answers a request; only an action on a modem takes longer than a moment. Never completes exceptionally. */
    public CompletableFuture<ConsoleResponse> handle(ConsoleRequest request) {
        String path = request.path();
        try {
            CompletableFuture<ConsoleResponse> answer = answer(request);
            failing.remove(path);
            return answer;
        } catch (RuntimeException e) {
            // the page asks once a second
            if (failing.add(path)) {
                LOG.warn("The console cannot answer requests for {}: {}", ForeignText.shown(path), e.toString());
            }
            LOG.debug("What led to it", e);
            return done(ConsoleResponse.text(500, "The console cannot answer this request; the log has the reason."));
        }
    }

    private CompletableFuture<ConsoleResponse> answer(ConsoleRequest request) {
        String refusal = access.refusal(request);
        if (refusal != null) {
            return done(ConsoleResponse.text(403, refusal));
        }
        String path = request.path();
        if (ModemActions.has(path)) {
            return act(request);
        }
        if (!request.method().equals("GET")) {
            return done(ConsoleResponse.text(405, "Use GET."));
        }
        if (path.isEmpty()) {
            // the page names its files relative to its own place
            return done(ConsoleResponse.redirect(
                    settings.path().substring(settings.path().lastIndexOf('/') + 1) + "/"));
        }
        return done(
                switch (path) {
                    case "/api/modems" -> list(request);
                    case "/api/modem" -> detail(request);
                    default -> file(path);
                });
    }

    private ConsoleResponse list(ConsoleRequest request) {
        Map<String, Object> json = view.list(request);
        json.put("nodes", fleet.nodes());
        if (settings.allowActions()) {
            json.put("token", access.token());
        }
        return ConsoleResponse.json(json);
    }

    private ConsoleResponse detail(ConsoleRequest request) {
        String name = request.text("modem");
        Modem modem = watch.modems().get(name);
        return modem == null
                ? notInUse()
                : ConsoleResponse.json(
                        view.detail(modem, watch.history(name, modem), request.number("after", 0, Long.MAX_VALUE)));
    }

    private ConsoleResponse file(String path) {
        ConsoleResponse file = files.file(path);
        return file == null ? ConsoleResponse.text(404, "There is no such page.") : file;
    }

    private CompletableFuture<ConsoleResponse> act(ConsoleRequest request) {
        if (!request.method().equals("POST")) {
            return done(ConsoleResponse.text(405, "Use POST."));
        }
        String refusal = access.actionRefusal(request);
        if (refusal != null) {
            return done(ConsoleResponse.text(403, refusal));
        }
        String name = request.text("modem");
        Modem modem = watch.modems().get(name);
        if (modem == null) {
            return done(notInUse());
        }
        LOG.info(
                "Modem '{}': {} is requested on the console",
                name,
                request.path().substring("/api/".length()));
        return actions.run(request.path(), name, modem)
                .thenApply(result -> ConsoleResponse.json(Map.of("result", result)));
    }

    private static ConsoleResponse notInUse() {
        return ConsoleResponse.text(404, "This modem is not in use.");
    }

    private static CompletableFuture<ConsoleResponse> done(ConsoleResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
