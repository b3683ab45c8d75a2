package com.example.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own, which can be killed. */
final class GatewayProcess implements AutoCloseable {

    private static final Pattern STARTED =
            Pattern.compile("Tomcat started on port (\\d+).*Started Gateway in ", Pattern.DOTALL);

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path log;
    private final int port;

    /** @param folder where the gateway has its data */
    GatewayProcess(Path folder, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Gateway.class.getName(),
                "--server.port=0"));
        command.addAll(List.of(options));
        log = Files.createTempFile(Files.createDirectories(Path.of("target", "logs")), "gateway", ".log");
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        port = portFromLog();
    }

    private int portFromLog() throws IOException, InterruptedException {
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            Matcher matcher = STARTED.matcher(log());
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new IOException("the gateway did not start:\n" + log());
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    int port() {
        return port;
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    String get(String path) throws Exception {
        return send("GET", path, null).body();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        kill();
    }
}
