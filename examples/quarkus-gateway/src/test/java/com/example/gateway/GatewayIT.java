package com.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as the README starts it, with a server that asks. */
@Timeout(180)
class GatewayIT {

    @TempDir
    Path folder;

    @Test
    void sendsReadingsAnswersTheQuestionsOfTheServerAndShowsTheModem() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path output = folder.resolve("output.txt");
            Process program = start(server.getLocalPort(), output);
            try (Socket gateway = accepted(server, program, output);
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8))) {
                String address = address(program, output);

                assertThat(shell(readme("curl .*").replace("http://localhost:8080", address)))
                        .isEqualTo("confirmed by the modem\n");
                assertThat(lines.readLine()).isEqualTo("temperature=21");
                assertThat(shell("curl -s -X PUT -d '' " + address + "/reading")).startsWith("a reading is a line");

                assertThat(answer(gateway, lines, "signal?")).matches("signal=-[0-9]+ dBm, [a-z ]+");
                assertThat(answer(gateway, lines, "cell?")).matches("cell=[0-9]+, RSRP -[0-9]+ dBm");
                assertThat(answer(gateway, lines, "coffee?")).isEqualTo("known are: signal? cell?");

                assertThat(shell("curl -s " + address + "/sim7028/")).contains("<title>SIM7028 modems</title>");
                assertThat(shell("curl -s " + address + "/sim7028/api/modems")).contains("\"up\":1");
                assertThat(Files.readString(output))
                        .contains("confirmed: temperature=21", "the server asks: signal?")
                        .doesNotContain(" WARN ", " ERROR ");

                String status = " -s -o /dev/null -w '%{http_code}' ";
                assertThat(shell("curl" + status + "-X PUT -d temperature=22 " + address + "/reading")).isEqualTo("504");
            } finally {
                program.destroyForcibly().waitFor();
                System.out.println(Files.readString(output));
            }
        }
    }

    /** The command of the README, with the server of this test, and a port that the system chooses. */
    private static Process start(int port, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(readme("java .*").split(" ")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SERVER", "localhost:" + port);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        // the module restarts after it has sent the fifth message, and before it says so
        builder.environment()
                .put("CAMEL_COMPONENT_SIM7028_DEVICE", "simulator://gateway?faults=reboot loud line='+CIPSEND: *' nth=5");
        return builder.start();
    }

    private static String readme(String command) throws IOException {
        var block = Pattern.compile("```\n(" + command + ")\n```").matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static String shell(String command) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", command).start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String address(Process program, Path output) throws IOException, InterruptedException {
        while (!program.waitFor(100, TimeUnit.MILLISECONDS)) {
            Matcher address = Pattern.compile("Listening on: (http://127[.0-9]+:[1-9][0-9]*)").matcher(Files.readString(output));
            if (address.find()) {
                return address.group(1);
            }
        }
        throw new AssertionError(Files.readString(output));
    }

    private static Socket accepted(ServerSocket server, Process program, Path output) throws IOException {
        server.setSoTimeout(500);
        while (program.isAlive()) {
            try {
                Socket socket = server.accept();
                socket.setSoTimeout(60_000);
                return socket;
            } catch (SocketTimeoutException e) {
                // looks whether the program still runs
            }
        }
        throw new AssertionError(Files.readString(output));
    }

    private static String answer(Socket gateway, BufferedReader lines, String question) throws IOException {
        gateway.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
        return lines.readLine();
    }
}
