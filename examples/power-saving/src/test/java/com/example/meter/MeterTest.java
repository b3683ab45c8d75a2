package com.example.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as it is started by hand, with a shorter period. It cannot be much shorter: for 30 s after the last message the driver does not take the
 * module for one that sleeps, because networks keep the radio connection for so long.
 */
@Timeout(120)
class MeterTest {

    @TempDir
    Path folder;

    @Test
    void theModuleSleepsAfterAReadingAndTheNextReadingWakesIt() throws Exception {
        Path output = folder.resolve("output.txt");
        Path dialogue = folder.resolve("dialogue.txt");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dperiod=33s",
                        "-Dcamel.component.sim7028.psmActiveTime=0s",
                        "-Dcamel.component.sim7028.device=simulator://meter?timeScale=60&transcript=" + dialogue,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Meter.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            for (String line : shown()) {
                awaitLine(program, output, line);
            }
        } finally {
            program.destroyForcibly().waitFor();
            System.out.println(Files.readString(output));
        }
        assertThat(lines(output, "the server got: reading=1")).isEqualTo(1);
        assertThat(lines(output, "the modem is awake")).isEqualTo(1);
        assertThat(lines(output, "the server got: reading=2")).isEqualTo(1);
        assertThat(Files.readString(output)).doesNotContain("WARN", "ERROR");
        // what the module itself says
        assertThat(lines(dialogue, "* asleep: hibernate")).isPositive();
        assertThat(lines(dialogue, "* wakes up: host")).isEqualTo(1);
    }

    private static long lines(Path file, String text) throws IOException {
        return Files.readString(file).lines().filter(line -> line.contains(text)).count();
    }

    private static void awaitLine(Process program, Path output, String text) throws IOException, InterruptedException {
        while (Files.readString(output).lines().noneMatch(line -> line.contains(text))) {
            boolean ended = program.waitFor(100, TimeUnit.MILLISECONDS);
            assertThat(ended).as(Files.readString(output)).isFalse();
        }
    }

    /** The lines that the README shows. */
    private static List<String> shown() throws IOException {
        var block = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1).lines().toList();
    }
}
