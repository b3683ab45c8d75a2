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
package io.github.sim7028.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The commands for transcripts, as a user runs them. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class TranscriptIT {

    private static final String TRANSCRIPT = String.join(
            "\n",
            "# sim7028 transcript 1",
            "2026-11-22T20:24:30Z * open /dev/ttyUSB2",
            "2026-11-22T20:24:31Z > AT+CGSN\\r",
            "2026-11-22T20:24:31.1Z < \\r\\n86000000",
            "2026-11-22T20:24:31.2Z < 0000017\\r\\n\\r\\nOK\\r\\n",
            "2026-11-22T20:24:32Z > AT+CPIN=1234\\r",
            "2026-11-22T20:24:32.1Z < \\r\\nOK\\r\\n",
            "2026-11-22T20:24:33Z > AT+CIPSEND=0,5\\r",
            "2026-11-22T20:24:33.1Z < \\r\\n>",
            "2026-11-22T20:24:33.2Z > hello",
            "2026-11-22T20:24:33.3Z < \\r\\nOK\\r\\n\\r\\n+CIPSEND: 0,5,5\\r\\n",
            "2026-11-22T20:24:34Z < \\r\\n+RECEIVE,0,7\\r\\nO",
            "2026-11-22T20:24:34.1Z < K\\r\\nabc",
            "2026-11-22T20:24:40Z * closed",
            "");

    @TempDir
    private Path home;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(home.resolve("t.txt"), TRANSCRIPT);
    }

    private Program.Ended transcript(String command, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        all[0] = "transcript";
        all[1] = command;
        all[2] = file.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Program.run(home, all);
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    void itIsShownInPart() throws Exception {
        Program.Ended ended = transcript("view", "--from", "20:24:33", "--to", "20:24:33.2");
        assertThat(ended.code()).isZero();
        // no colours in a pipe
        assertThat(ended.out())
                .isEqualTo("20:24:33.000    +0.000 > AT+CIPSEND=0,5\\r\n20:24:33.100    +0.100 < \\r\\n>\n");
        assertThat(json(transcript("view", "--from", "20:24:40", "--json").out())
                        .get("direction")
                        .getAsString())
                .isEqualTo("event");
    }

    @Test
    void whatTheDecoderCannotExplainIsFound() throws Exception {
        Program.Ended well = transcript("check");
        assertThat(well.out()).contains("3 commands", "The decoder can explain everything.");
        assertThat(well.code()).isZero();

        Files.writeString(
                file, TRANSCRIPT.replace("K\\r\\nabc", "K").replace("\\r\\n+CIPSEND: 0", "\\r\\n!CIPSEND: 0"));
        Program.Ended wrong = transcript("check", "--json");
        assertThat(wrong.code()).isEqualTo(ExitCodes.FOUND);
        assertThat(json(wrong.out()).getAsJsonArray("findings").toString())
                .contains("\"line\":11", "!CIPSEND: 0,5,5", "\"line\":14", "counted data");
    }

    @Test
    void theDriverStartsOnAReplay() throws Exception {
        Files.delete(file);
        assertThat(Program.run(home, "status", "simulator://tool", "--transcript", file.toString())
                        .code())
                .isZero();
        Program.Ended same = transcript("check", "--driver");
        assertThat(same.out()).contains("The driver starts as in the transcript");
        assertThat(same.code()).isZero();

        Program.Ended other = transcript("check", "--driver", "--apn", "other.example", "--json");
        assertThat(other.code()).isEqualTo(ExitCodes.FOUND);
        assertThat(json(other.out()).getAsJsonObject("driver").get("divergence").getAsString())
                .contains("line ", "expected");
    }

    @Test
    void whatIsPersonalIsMaskedAndPayloadIfWanted() throws Exception {
        Program.Ended masked = transcript("mask");
        assertThat(masked.code()).isZero();
        assertThat(masked.out())
                .contains("> AT+CPIN=\\*\\r", "< \\r\\n" + "\\?".repeat(8) + "\n", "> hello")
                .doesNotContain("1234", "0000017");

        Path copy = home.resolve("copy.txt");
        Program.Ended bare = transcript("mask", "--payload", "-o", copy.toString(), "--json");
        assertThat(json(bare.out()).get("entries").getAsInt()).isEqualTo(13);
        assertThat(Files.readString(copy))
                .contains("> \\?\\?\\?\\?\\?\n", "+RECEIVE,0,7\\r\\n\\?\n", "< \\?\\?\\?\\?\\?\\?\n")
                .doesNotContain("hello", "abc");
        assertThat(Program.run(home, "transcript", "check", copy.toString()).code())
                .isZero();
        assertThat(transcript("mask", "-o", copy.toString()).err()).contains("exists already");
    }

    @Test
    void aPartCanBeReplayed() throws Exception {
        Program.Ended cut = transcript("cut", "--from", "20:24:33", "--to", "20:24:34");
        assertThat(cut.code()).isZero();
        assertThat(cut.out().lines().toList())
                .startsWith(
                        "# sim7028 transcript 1",
                        "# cut out of a longer transcript",
                        "2026-11-22T20:24:33Z * open /dev/ttyUSB2",
                        "2026-11-22T20:24:33Z > AT+CIPSEND=0,5\\r")
                .endsWith("2026-11-22T20:24:33.300Z < \\r\\nOK\\r\\n\\r\\n+CIPSEND: 0,5,5\\r\\n");
        assertThat(transcript("cut", "--from", "23:00:00").code()).isEqualTo(ExitCodes.FAILED);

        Path part = home.resolve("part.txt");
        Program.Ended script = transcript("cut", "--from", "20:24:33", "-o", part.toString(), "--json");
        assertThat(script.code()).isZero();
        assertThat(json(script.out()).get("file").getAsString()).isEqualTo(part.toString());
        assertThat(Program.run(home, "transcript", "check", part.toString()).code())
                .isZero();
        assertThat(json(transcript("cut", "--from", "20:24:33", "--json").out())
                        .get("exitCode")
                        .getAsInt())
                .isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void whatIsNoTranscriptIsRefused() throws Exception {
        Files.writeString(file, "hello\n");
        assertThat(transcript("view"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(ExitCodes.USAGE))
                .satisfies(ended -> assertThat(ended.err()).contains("is not a transcript"));
        Files.writeString(file, "# sim7028 transcript 1\nhello\n");
        assertThat(transcript("check").err()).contains("line 2");
        Files.delete(file);
        assertThat(transcript("mask").code()).isEqualTo(ExitCodes.FAILED);
    }
}
