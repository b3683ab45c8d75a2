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
package io.github.sim7028.console.servlet;

import io.github.sim7028.console.ConsoleRequest;
import io.github.sim7028.console.ConsoleResponse;
import io.github.sim7028.console.ModemConsole;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console in a servlet container; no thread of the container waits for a modem. */
public final class ConsoleServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServlet.class);

    /** Longer than any answer takes. */
    private static final long LIMIT_MILLIS = 120_000;

    /** What Tomcat's RemoteIpValve sets for each request that may have passed a proxy; it removes the headers that say so. */
    private static final String TOMCAT_FORWARDED = "org.apache.tomcat.request.forwarded";

    private final transient Supplier<ModemConsole> console;

    /** @param console gives the console, null while there is none */
    public ConsoleServlet(Supplier<ModemConsole> console) {
        this.console = console;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        ModemConsole shown = console.get();
        HttpServletRequest original = original(request);
        if (shown == null) {
            write(response, ConsoleResponse.notStarted());
            return;
        }
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(LIMIT_MILLIS);
        shown.handle(new ConsoleRequest(
                        request.getMethod(),
                        request.getPathInfo() == null ? "" : request.getPathInfo(),
                        request::getParameter,
                        original::getHeader,
                        request.getAttribute(TOMCAT_FORWARDED) == null ? original.getRemoteAddr() : null))
                .thenAccept(answer -> write(response, answer))
                .whenComplete((v, failure) -> waiting.complete());
    }

    /** The request as the container has received it; a filter may have taken the headers of a proxy, which anybody can send, for true. */
    private static HttpServletRequest original(HttpServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner instanceof HttpServletRequest http ? http : request;
    }

    private static void write(HttpServletResponse response, ConsoleResponse answer) {
        try {
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        } catch (IOException e) {
            // the viewer has gone
            LOG.debug("An answer of the console could not be written", e);
        }
    }
}
