package com.example.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is started by hand, with the panel that it plays, and a panel of the test. */
@Timeout(90)
class AlarmServerTest {

    @TempDir
    Path folder;

    private Path output;
    private Process program;
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        output = folder.resolve("output.txt");
        program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dport=" + port,
                        "-cp",
                        System.getProperty("java.class.path"),
                        AlarmServer.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        program.destroyForcibly().waitFor();
        System.out.println(said());
    }

    private String said() throws IOException {
        return Files.readString(output);
    }

    private void awaitLine(String text) throws Exception {
        while (said().lines().noneMatch(line -> line.contains(text))) {
            boolean ended = program.waitFor(100, TimeUnit.MILLISECONDS);
            assertThat(ended).as(said()).isFalse();
        }
    }

    @Test
    void answersEachAlarmAndTellsAFireToAllPanels() throws Exception {
        for (String line : shown()) {
            awaitLine(line);
        }
        try (Socket panel = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(panel.getInputStream(), StandardCharsets.UTF_8))) {
            say(panel, "meow");
            assertThat(lines.readLine()).startsWith("refused: an alarm is a line such as fire hall 2");

            say(panel, "fire roof");
            awaitLine("panel 1 is told: warning: fire roof");
            Set<String> told = new TreeSet<>();
            while (told.size() < 2) {
                String line = lines.readLine();
                if (line.contains("fire roof")) {
                    told.add(line.replaceAll("[0-9]+", "N"));
                }
            }
            assertThat(told).containsExactly("taken: alarm N, fire roof", "warning: fire roof");
        }
        assertThat(said()).doesNotContain("WARN", "ERROR");
    }

    private static void say(Socket panel, String line) throws IOException {
        panel.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The lines that the README shows. */
    private static List<String> shown() throws IOException {
        var block = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1).lines().toList();
    }
}
