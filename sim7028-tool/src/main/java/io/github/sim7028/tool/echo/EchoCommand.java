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
package io.github.sim7028.tool.echo;

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.Interrupt;
import io.github.sim7028.tool.ToolCommand;
import io.github.sim7028.tool.ToolException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the echo server until Ctrl+C. */
@Command(
        name = "echo-server",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Sends back what it gets, over TCP and UDP on one port, as a peer for tests with a module.",
            "By default only programs on this computer can reach the server. A module in a mobile network needs "
                    + "--listen 0.0.0.0 and a port that the firewall lets through: then everyone on the Internet can use "
                    + "the server while it runs.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:The address or port cannot be used.",
            "2:An argument is wrong.",
            "130:Ctrl+C, which ends the server."
        })
public final class EchoCommand extends ToolCommand {

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "The address of this computer to listen on, 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port for TCP and UDP; 0 selects a free port. Default: ${DEFAULT-VALUE}.")
    private int port = 7007;

    @Option(
            names = "--max-clients",
            paramLabel = "N",
            description = "How many TCP clients may be connected at a time. Default: ${DEFAULT-VALUE}.")
    private int maxClients = EchoServer.Limits.DEFAULT.clients();

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            description = "After how many seconds of silence a client is disconnected. Default: ${DEFAULT-VALUE}.")
    private long idleSeconds = EchoServer.Limits.DEFAULT.idle().toSeconds();

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port: " + port + " is not a port; allowed are 0 to 65535");
        }
        InetSocketAddress where = new InetSocketAddress(address, port);
        if (where.isUnresolved()) {
            throw new IllegalArgumentException("--listen: " + ForeignText.quoted(address) + " is not an address");
        }
        EchoServer.Limits limits = new EchoServer.Limits(maxClients, Duration.ofSeconds(idleSeconds));
        CountDownLatch end = new CountDownLatch(1);
        try (EchoServer server = EchoServer.start(where, limits, this::tell);
                Interrupt interrupt = new Interrupt(end::countDown)) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("address", where.getAddress().getHostAddress());
            map.put("port", server.port());
            result(
                    map,
                    "The echo server listens on " + where.getAddress().getHostAddress() + ':' + server.port()
                            + " over TCP and UDP. Press Ctrl+C to stop.");
            if (!interrupt.signalled()) {
                end.await();
            }
        } catch (IOException e) {
            throw new ToolException(ExitCodes.FAILED, e.getMessage(), e);
        }
        return ExitCodes.DONE;
    }

    private void tell(String news) {
        if (!json()) {
            say(news);
        }
    }
}
