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
package io.github.sim7028.at.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.error.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each line says that comes unasked. */
class UrcParserTest {

    private final List<Urc> said = new ArrayList<>();
    private final UrcParser parser = new UrcParser(said::add, UnaryOperator.identity());

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("+CIPRXGET: 1,3", new Urc.DataWaiting(3)),
                Arguments.of("+IPCLOSE: 4,1", new Urc.LinkClosed(4, CloseReason.of(1))),
                Arguments.of("+CIPCLOSE: 2,0", new Urc.LinkGone(2)),
                Arguments.of("+CIPSEND: 1,10,-1", new Urc.LateConfirmation(1, 10, -1)),
                Arguments.of("+CLIENT: 3,1,10.0.0.9:5000", new Urc.ClientAccepted(3, 1, "10.0.0.9", 5000)),
                Arguments.of("+CLIENT: 3,1,fe80::1%2:5000", new Urc.ClientAccepted(3, 1, "fe80::1", 5000)),
                Arguments.of("+CLIENT: 3,1,::1%2:5000", new Urc.ClientAccepted(3, 1, "::1", 5000)),
                Arguments.of("+CLIENT: 3,1,no%address:5000", new Urc.ClientAccepted(3, 1, "no%address", 5000)),
                Arguments.of("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY", new Urc.NetworkLost()),
                Arguments.of("+CIPEVENT: SOMETHING ELSE", new Urc.Unknown("+CIPEVENT: SOMETHING ELSE")),
                Arguments.of("RDY", new Urc.Restarted("RDY")),
                Arguments.of("*ATREADY: 1", new Urc.Restarted("*ATREADY: 1")),
                Arguments.of("+CEREG: 5", new Urc.RegistrationChanged(5)),
                Arguments.of("+CEREG: 1,\"2A2E\",\"0B29\",9", new Urc.RegistrationChanged(1)),
                Arguments.of("+CEREG: 2,1", new Urc.Notice("+CEREG: 2,1")),
                Arguments.of("SMS Ready", new Urc.Notice("SMS Ready")),
                Arguments.of("something else", new Urc.Unknown("something else")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void saysWhatItMeans(String line, Urc urc) {
        parser.line(line);
        assertThat(said).containsExactly(urc);
        assertThat(UrcParser.isUrc(line)).isEqualTo(!(urc instanceof Urc.Unknown));
        assertThat(UrcParser.isDataWaiting(line)).isEqualTo(urc instanceof Urc.DataWaiting);
        assertThat(parser.bodyLength(line)).isEqualTo(AtDecoder.NO_BODY);
    }

    @Test
    void aSenderBelongsToTheNextDataOnly() {
        parser.line("RECV FROM:10.0.0.9:5253");
        parser.body("+IPD1", new byte[1]);
        parser.body("+RECEIVE,2,1", new byte[1]);
        parser.line("RECV FROM:10.0.0.9:5253");
        parser.forgetSender();
        parser.body("+IPD1", new byte[1]);
        assertThat(said)
                .extracting(urc -> {
                    Urc.Received data = (Urc.Received) urc;
                    return data.link() + " " + data.host() + " " + data.port();
                })
                .containsExactly("-1 10.0.0.9 5253", "2 null 0", "-1 null 0");
        assertThat(UrcParser.isUrc("RECV FROM:10.0.0.9:5253")).isTrue();
    }
}
