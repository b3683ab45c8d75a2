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
package io.github.sim7028.console.vertx;

import io.github.sim7028.console.ConsoleRequest;
import io.github.sim7028.console.ConsoleResponse;
import io.github.sim7028.console.ModemConsole;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** The console on a web server of Vert.x; answers are made on its workers. */
public final class VertxConsole {

    private final Supplier<ModemConsole> console;

    /** @param console gives the console, null while there is none */
    public VertxConsole(Supplier<ModemConsole> console) {
        this.console = console;
    }

    /** Serves the console below a path. */
    public void serve(Router router, String path) {
        router.route(path).handler(context -> handle(context, path));
        router.route(path + "/*").handler(context -> handle(context, path));
    }

    private void handle(RoutingContext context, String path) {
        ModemConsole shown = console.get();
        if (shown == null) {
            answer(context.response(), ConsoleResponse.notStarted());
            return;
        }
        if (!isReadable(context.request())) {
            answer(context.response(), ConsoleResponse.unreadable());
            return;
        }
        ConsoleRequest request = request(context, path);
        context.vertx()
                .executeBlocking(() -> shown.handle(request), false)
                .compose(answer ->
                        Future.fromCompletionStage(answer, context.vertx().getOrCreateContext()))
                .onSuccess(answer -> answer(context.response(), answer))
                .onFailure(context::fail);
    }

    private static boolean isReadable(HttpServerRequest request) {
        try {
            request.params();
            return true;
        } catch (IllegalArgumentException e) {
            // not encoded as the standard says
            return false;
        }
    }

    private static ConsoleRequest request(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        String mounted =
                context.mountPoint() == null ? "" : context.mountPoint().replaceAll("/$", "");
        return new ConsoleRequest(
                request.method().name(),
                context.normalizedPath().substring(mounted.length() + path.length()),
                request::getParam,
                name -> header(request, name),
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress());
    }

    /** HTTP/2 has no header Host. Otherwise the header is what the client named; the authority may be what a client says of a proxy. */
    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null && name.equals("Host") && request.authority() != null
                ? request.authority().toString()
                : value;
    }

    private static void answer(HttpServerResponse response, ConsoleResponse answer) {
        if (response.closed()) {
            return;
        }
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status()).end(Buffer.buffer(answer.body()));
    }
}
