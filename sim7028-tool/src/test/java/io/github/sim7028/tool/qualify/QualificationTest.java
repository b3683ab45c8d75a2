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
package io.github.sim7028.tool.qualify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.VirtualPort;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.PowerSaving;
import io.github.sim7028.simulator.model.QualificationFile;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.replay.Replay;
import io.github.sim7028.tool.Pty;
import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import io.github.sim7028.tool.echo.EchoServer;
import io.github.sim7028.tool.modem.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A module is recognised, and the simulator then answers like it. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class QualificationTest {

    /** What only shows itself under conditions that a qualification does not bring about. */
    private static final Set<Quirk> NOT_ASKED = EnumSet.of(Quirk.TCP_BUSY);

    private EchoServer peer;

    @TempDir
    private Path folder;

    @BeforeEach
    void startThePeer() throws Exception {
        peer = EchoServer.start(
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), EchoServer.Limits.DEFAULT, news -> {});
    }

    @AfterEach
    void stopThePeer() {
        peer.close();
    }

    private Qualification.Plan plan(boolean restarts) {
        return new Qualification.Plan(new Peer("127.0.0.1", peer.port()), restarts, null);
    }

    private static Qualification ask(LineFactory lines, Qualification.Plan plan) throws Exception {
        Qualification qualification = new Qualification(lines, plan, answer -> {}, () -> false);
        qualification.run();
        return qualification;
    }

    private static LineFactory lines(VirtualModem modem) throws Exception {
        return Lines.of("socket://127.0.0.1:" + modem.listen().getPort(), SerialSettings.DEFAULT);
    }

    private static Map<String, String> readings(Qualification qualification) {
        Map<String, String> readings = new TreeMap<>();
        qualification
                .answers()
                .forEach(answer -> readings.put(answer.question(), answer.status() + " " + answer.reading()));
        return readings;
    }

    /** Modules as odd as can be: each dialect that can be found is in one of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2  |                                                                     | registrationDelay=0",
                "10 | prompt-space,send-urc-first,udp-open-ok-first,rcv-from,hex-lower    | registrationDelay=0",
                "2  | udp-close-ok-first,server-stop-ok-first,plus-recv-from,hex-mixed    | registrationDelay=0",
                "10 | netclose-says-closed,netopen-bare-error,double-error,ipd-space      | registrationDelay=0",
                "2  | receive-colon,bare-information,blank-after-data,no-carrier          | registrationDelay=0",
                "2  | hold-during-input,no-pin-tries,closed-ip-error,boot-rdy,cereg-short | registrationDelay=0",
                "2  | cfun-restarts,no-qcrst,settings-lost,echo-kept,cgmr-prefix          | registrationDelay=0",
                "2  | cfun-ok-first,creg-registered,clock-unset,factory-awake,cpsi-lte    | registrationDelay=3s",
                "2  | busy-number-10,context-one,iccid-prefix,udp-send-error-3            | linkRelease=700ms",
                "10 | hex-two-crlf,hex-limit-750,hex-cme-error,ipaddr-empty               | registrationDelay=0",
                "2  | no-colon-space,peer-cipclose,csq-early-error,profile-zero           | registrationDelay=0",
                "2  | note                                                                | registrationDelay=0"
            })
    void anOddModuleIsFoundOutAndTheSimulatorThenAnswersLikeIt(int links, String names, String time) throws Exception {
        String dialect = names == null ? "" : names;
        Set<Quirk> expected = Dialect.DEFAULT.with(dialect).quirks();
        Path file = folder.resolve("module.json");
        Map<String, String> answers;
        String[] option = time.split("=");
        try (Recorder recorder = new Recorder();
                VirtualModem modem = VirtualModem.fromOptions(
                        null, Map.of("links", String.valueOf(links), "dialect", dialect, option[0], option[1]));
                Pty pty = Pty.of(modem, folder)) {
            Qualification found = ask(recorder.recording(Lines.of(pty.toString(), SerialSettings.DEFAULT)), plan(true));
            answers = readings(found);
            assertThat(found.answers())
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.toString()).isEqualTo(Answer.Status.KNOWN));
            // whether OK waits for the network shows only where the search takes time
            Set<Quirk> hidden =
                    time.startsWith("registration") && !time.endsWith("0") ? Set.of() : Set.of(Quirk.CFUN_OK_FIRST);
            Set<Quirk> visible = EnumSet.noneOf(Quirk.class);
            visible.addAll(expected);
            visible.removeAll(hidden);
            assertThat(found.quirks()).isEqualTo(visible);
            assertThat(found.links()).isEqualTo(links);
            new Results(found, recorder.transcript()).write(file);
        }
        try (VirtualModem twin = VirtualModem.builder().dialect(file).start()) {
            assertThat(readings(ask(lines(twin), plan(true)))).isEqualTo(answers);
        }
    }

    @Test
    void everyDialectIsInOneOfTheseModules() throws Exception {
        Set<Quirk> all = EnumSet.noneOf(Quirk.class);
        CsvSource source = QualificationTest.class
                .getDeclaredMethod(
                        "anOddModuleIsFoundOutAndTheSimulatorThenAnswersLikeIt", int.class, String.class, String.class)
                .getAnnotation(CsvSource.class);
        Arrays.stream(source.value())
                .map(row -> row.split("\\|")[1].strip())
                .forEach(names -> all.addAll(Dialect.DEFAULT.with(names).quirks()));
        all.addAll(NOT_ASKED);
        assertThat(all).isEqualTo(EnumSet.allOf(Quirk.class));
    }

    @Test
    void theTranscriptCanBeReplayedAsATest() throws Exception {
        Path file = folder.resolve("module.json");
        Map<String, String> answers;
        try (Recorder recorder = new Recorder();
                VirtualModem modem = VirtualModem.builder()
                        .dialect("prompt-space,hex-two-crlf")
                        .start()) {
            Qualification found = ask(recorder.recording(lines(modem)), plan(true));
            answers = readings(found);
            new Results(found, recorder.transcript()).write(file);
        }
        assertThat(QualificationFile.read(file).transcript())
                .as("no IMEI, IMSI, ICCID")
                .noneMatch(line -> line.replaceFirst("^\\S+ ", "").matches(".*[0-9]{14}.*"));
        try (Replay replay = Replay.of(file)) {
            Qualification again = ask(
                    Lines.of("socket://127.0.0.1:" + replay.address().getPort(), SerialSettings.DEFAULT), plan(true));
            assertThat(replay.await(Duration.ofSeconds(20))).isTrue();
            assertThat(replay.divergence()).isEmpty();
            assertThat(readings(again)).isEqualTo(answers);
        }
    }

    @Test
    void aQuestionThatFailsDoesNotEndTheRun() throws Exception {
        VirtualModemBuilder builder = VirtualModem.builder()
                .faults(
                        Fault.reboot(true).onCommand("CIPACK"),
                        Fault.ignore("CIPRXGET=3,0,1500"),
                        Fault.hangUp().onCommand("CGMR").nth(2));
        try (VirtualModem modem = builder.start()) {
            Qualification qualification = ask(lines(modem), plan(false));
            List<String> failed = qualification.answers().stream()
                    .filter(answer -> answer.status() == Answer.Status.FAILED)
                    .map(Answer::question)
                    .toList();
            assertThat(failed).containsExactlyInAnyOrder("revision", "byte counts", "long hex read");
            assertThat(qualification.answers().stream()
                            .filter(answer -> answer.status() == Answer.Status.KNOWN)
                            .count())
                    .isEqualTo(Qualification.questions().size() - 3 - restarts());
            assertThat(qualification.quirks()).isEmpty();
        }
    }

    @Test
    void anAnswerThatNobodyKnowsIsNotTakenForOneThatIsKnown() throws Exception {
        VirtualModemBuilder builder = VirtualModem.builder()
                .faults("replace '+NETOPEN: 9' line='+IP ERROR: Network is already opened'")
                .faults("replace '+IP ERROR: Operation not supported' line='+IP ERROR: No data'")
                .faults("replace '+IP ERROR: Invalid parameter' line='+CIPERROR: 3'")
                .faults("replace ERROR command=CFUN=1,1; replace 'Network Available|OK' command=QCRST");
        try (VirtualModem modem = builder.start()) {
            Qualification qualification = ask(lines(modem), plan(true));
            assertThat(readings(qualification))
                    .containsEntry("open an open network", "NEW +NETOPEN: 9")
                    .containsEntry("empty read", "NEW +IP ERROR: Operation not supported")
                    .containsEntry("empty hex read", "NEW +IP ERROR: Operation not supported")
                    .containsEntry("too much data", "NEW +IP ERROR: Invalid parameter")
                    .containsEntry("AT+CFUN=1,1", "NEW no, it is refused")
                    .containsEntry("AT+QCRST", "NEW it is taken, but no line of a start came")
                    .containsEntry("datagrams", "KNOWN pushed with their sender, read as one");
            assertThat(qualification.quirks()).isEmpty();
        }
    }

    @Test
    void nothingIsSaidOfAModuleThatDoesNotAnswer() throws Exception {
        try (VirtualModem modem = VirtualModem.builder().start()) {
            LineFactory lines = lines(modem);
            modem.setMute(true);
            assertThatThrownBy(() -> ask(lines, plan(false)))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessageContaining("does not answer AT");
        }
    }

    /** A stop that comes while the module waits for data, is in data mode, or has its radio off. */
    @ParameterizedTest
    @ValueSource(strings = {"AT+CIPSEND=0,1", "AT+CIPSEND=0,", "ATO", "AT+CFUN=0", "AT+QCRST"})
    void aStopInTheMiddleOfAQuestionLeavesTheModuleAsItWas(String command) throws Exception {
        try (VirtualModem modem = VirtualModem.builder().start()) {
            PowerSaving before = modem.settings().powerSaving;
            Qualification qualification =
                    new Qualification(lines(modem), plan(true), answer -> {}, () -> modem.commands()
                            .contains(command));
            qualification.run();
            assertThat(qualification.answers())
                    .filteredOn(answer -> answer.status() != Answer.Status.KNOWN)
                    .hasSizeGreaterThanOrEqualTo(command.startsWith("AT+CIPSEND") ? 30 : 6)
                    .allSatisfy(answer -> assertThat(answer.reading()).isEqualTo("the qualification was stopped"));
            assertThat(modem.settings().powerSaving).isEqualTo(before);
            assertThat(modem.settings().cipMode).isZero();
            assertThat(modem.settings().functionLevel).isOne();
            try (VirtualPort next = modem.connect()) {
                next.write("AT+CSQ\r".getBytes(StandardCharsets.US_ASCII));
                assertThat(answer(next)).contains("+CSQ: 23,0");
            }
        }
    }

    private static String answer(VirtualPort port) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] bytes = new byte[100];
        int length;
        do {
            length = port.read(bytes, 0, bytes.length, 10_000);
            all.append(new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII));
        } while (length > 0 && !all.toString().endsWith("OK\r\n"));
        return all.toString();
    }

    private static long restarts() {
        return Qualification.questions().stream()
                .filter(question -> question.need() == Need.RESTART)
                .count();
    }

    @Test
    void withoutAPeerThatAnswersOnlyItsQuestionsAreMissing() throws Exception {
        Qualification.Plan nowhere = new Qualification.Plan(new Peer("198.51.100.1", 7000), false, null);
        try (VirtualModem modem = VirtualModem.builder().start()) {
            PowerSaving before = modem.settings().powerSaving;
            Qualification qualification = ask(lines(modem), nowhere);
            assertThat(modem.settings().powerSaving)
                    .as("as it was found")
                    .isEqualTo(before)
                    .isEqualTo(PowerSaving.FACTORY);
            assertThat(qualification.answers())
                    .filteredOn(answer -> answer.status() == Answer.Status.NOT_ASKED)
                    .extracting(Answer::reading)
                    .contains("the peer cannot be reached", "restarts were not allowed");
            assertThat(readings(qualification)).containsEntry("UDP open", "KNOWN +CIPOPEN, then OK");
        }
    }
}
