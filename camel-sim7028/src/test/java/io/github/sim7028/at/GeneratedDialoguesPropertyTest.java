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
package io.github.sim7028.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.kit.Bench;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What a module says is taken for what it was meant as, however its bytes are cut: what was generated is the measure. */
class GeneratedDialoguesPropertyTest {

    /** A part of a dialogue. */
    private sealed interface Part {}

    /** A line that comes by itself. */
    private record Notice(String line, String meaning) implements Part {}

    private record Push(int link, String data) implements Part {}

    /** A question, and what is said before its answer. */
    private record Question(int signal, List<Part> before) implements Part {}

    private record Read(int link, String data, int rest, List<Part> before) implements Part {}

    /** A send, and what is said before its prompt, before its OK, and before its confirmation. */
    private record Send(
            int link,
            String data,
            int confirmed,
            List<Part> beforePrompt,
            List<Part> beforeOk,
            List<Part> beforeConfirmation,
            boolean reversed)
            implements Part {}

    /** The line ends, with half a line on its way, and another one begins. */
    private record Reconnection(String half) implements Part {}

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void meansTheSameHoweverItIsCut(
            @ForAll("parts") @Size(max = 25) List<Part> parts,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 40) Integer> chunks) {
        Played played = new Played(chunks);
        parts.forEach(played::play);
        played.flush();
        assertThat(played.happened).isEqualTo(played.meant);
    }

    private static final class Played {
        final List<String> meant = new ArrayList<>();
        final List<String> happened = new ArrayList<>();
        private final List<Integer> chunks;
        private Bench bench = new Bench();
        private final StringBuilder saying = new StringBuilder();
        private int turn;
        private int taken;

        Played(List<Integer> chunks) {
            this.chunks = chunks;
        }

        void play(Part part) {
            if (part instanceof Notice notice) {
                line(notice.line());
                meant.add(notice.meaning());
            } else if (part instanceof Push push) {
                saying.append("\r\nRECV FROM:10.0.0.9:1000\r\n+RECEIVE,")
                        .append(push.link())
                        .append(',')
                        .append(push.data().length())
                        .append("\r\n")
                        .append(push.data());
                meant.add("received " + push.link() + " from 10.0.0.9:1000 " + push.data());
            } else if (part instanceof Question question) {
                ask(StandardCommands.signal(), "signal ");
                question.before().forEach(this::play);
                line("+CSQ: " + question.signal() + ",0");
                line("OK");
                meant.add("signal " + question.signal());
            } else if (part instanceof Read read) {
                read(read);
            } else if (part instanceof Send send) {
                send(send);
            } else if (part instanceof Reconnection reconnection) {
                saying.append(reconnection.half());
                flush();
                bench.dialogue.close("the line ended", null);
                bench = new Bench();
                taken = 0;
            }
        }

        private void read(Read read) {
            flush();
            collect();
            StringBuilder data = new StringBuilder();
            CompletableFuture<Integer> reading = bench.dialogue
                    .execute(
                            CipRxGet.raw(
                                    read.link(),
                                    1500,
                                    bytes -> data.append(new String(bytes, StandardCharsets.ISO_8859_1))),
                            Bench.TIMEOUT)
                    .toCompletableFuture();
            reading.thenAccept(rest -> happened("read " + data + " rest " + rest));
            read.before().forEach(this::play);
            saying.append("\r\n+CIPRXGET: 2,")
                    .append(read.link())
                    .append(',')
                    .append(read.data().length())
                    .append(',')
                    .append(read.rest())
                    .append("\r\n")
                    .append(read.data());
            line("OK");
            meant.add("read " + read.data() + " rest " + read.rest());
        }

        private void send(Send send) {
            byte[] payload = send.data().getBytes(StandardCharsets.ISO_8859_1);
            ask(CipSend.tcp(send.link(), payload), "confirmed ");
            send.beforePrompt().forEach(this::play);
            saying.append("\r\n>");
            flush();
            happened("written " + bench.lastWritten());
            meant.add("written " + send.data());
            send.beforeOk().forEach(this::play);
            String confirmation = "+CIPSEND: " + send.link() + "," + send.data().length() + "," + send.confirmed();
            if (send.reversed()) {
                line(confirmation);
                send.beforeConfirmation().forEach(this::play);
                line("OK");
            } else {
                line("OK");
                send.beforeConfirmation().forEach(this::play);
                line(confirmation);
            }
            meant.add("confirmed " + send.confirmed());
        }

        private void ask(AtCommand<Integer> command, String what) {
            flush();
            bench.dialogue
                    .execute(command, Bench.TIMEOUT)
                    .toCompletableFuture()
                    .thenAccept(result -> happened(what + result));
        }

        private void line(String text) {
            saying.append("\r\n").append(text).append("\r\n");
        }

        void flush() {
            for (int from = 0; from < saying.length(); ) {
                int to = Math.min(saying.length(), from + chunks.get(turn++ % chunks.size()));
                bench.says(saying.substring(from, to));
                from = to;
            }
            saying.setLength(0);
            collect();
        }

        /** A result comes behind what was heard before it. */
        private void happened(String result) {
            collect();
            happened.add(result);
        }

        private void collect() {
            for (; taken < bench.heard.size(); taken++) {
                happened.add(meaning(bench.heard.get(taken)));
            }
        }

        private static String meaning(Urc urc) {
            return urc instanceof Urc.Received data
                    ? "received " + data.link() + " from " + data.host() + ":" + data.port() + " "
                            + new String(data.data(), StandardCharsets.ISO_8859_1)
                    : urc.toString();
        }
    }

    // ---- what is generated

    /** Bytes of any kind, and such as look like the dialogue itself. */
    private static Arbitrary<String> data() {
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange('\0', '\u00ff')
                .ofMinLength(1)
                .ofMaxLength(40);
        Arbitrary<String> alike = Arbitraries.of(
                        "\r\nOK\r\n",
                        "\r\n>",
                        "\r\nERROR\r\n",
                        "\r\n+RECEIVE,0,5\r\n",
                        "\r\n+CIPSEND: 0,8,8\r\n",
                        "\r\nRDY\r\n",
                        "\r\n+CIPRXGET: 2,0,9,0\r\n",
                        "+IPCLOSE: 0,1\r\n",
                        "RECV FROM:1.2.3.4:5\r\n",
                        "\r",
                        "\n",
                        "x")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(any, alike);
    }

    private static Arbitrary<Integer> link() {
        return Arbitraries.integers().between(0, 1);
    }

    private static Arbitrary<Part> unasked() {
        Arbitrary<Part> notices = Arbitraries.of(
                new Notice("+CIPRXGET: 1,1", "DataWaiting[link=1]"),
                new Notice("+IPCLOSE: 1,1", "LinkClosed[link=1, reason=REMOTE]"),
                new Notice("+IPCLOSE: 0, 2", "LinkClosed[link=0, reason=SEND_TIMEOUT]"),
                new Notice("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY", "NetworkLost[]"),
                new Notice("+CLIENT: 1,0,10.0.0.7:4000", "ClientAccepted[link=1, server=0, host=10.0.0.7, port=4000]"),
                new Notice("+CEREG: 5", "RegistrationChanged[stat=5]"),
                new Notice("+CIPSEND: 7,10,10", "LateConfirmation[link=7, requested=10, confirmed=10]"),
                new Notice("+XYZ: \"a>b\"", "Unknown[line=+XYZ: \"a>b\"]"));
        Arbitrary<Part> pushes = Combinators.combine(link(), data()).as(Push::new);
        return Arbitraries.oneOf(notices, pushes);
    }

    private static Arbitrary<List<Part>> between() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, unasked().list().ofSize(0)),
                Tuple.of(1, unasked().list().ofMinSize(1).ofMaxSize(2)));
    }

    @Provide
    static Arbitrary<List<Part>> parts() {
        Arbitrary<Part> questions = Combinators.combine(Arbitraries.integers().between(0, 31), between())
                .as(Question::new);
        Arbitrary<Part> reads = Combinators.combine(
                        link(), data(), Arbitraries.integers().between(0, 2000), between())
                .as(Read::new);
        Arbitrary<Part> sends = Combinators.combine(
                        link(),
                        data(),
                        Arbitraries.integers().between(-1, 3),
                        between(),
                        between(),
                        between(),
                        Arbitraries.of(false, true))
                .as(Send::new);
        Arbitrary<Part> ends = Arbitraries.of("", "\r\n+CSQ: 2", "\r", "\r\n+RECEIVE,0,50\r\nab")
                .map(Reconnection::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(4, unasked()),
                        Tuple.of(2, questions),
                        Tuple.of(3, reads),
                        Tuple.of(3, sends),
                        Tuple.of(1, ends))
                .list();
    }
}
