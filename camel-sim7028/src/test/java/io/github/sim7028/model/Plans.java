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
package io.github.sim7028.model;

import io.github.sim7028.model.Plan.Fault;
import io.github.sim7028.model.Plan.Happens;
import io.github.sim7028.model.Plan.Manner;
import io.github.sim7028.model.Plan.Pass;
import io.github.sim7028.model.Plan.Peer;
import io.github.sim7028.model.Plan.Phase;
import io.github.sim7028.model.Plan.Receive;
import io.github.sim7028.model.Plan.Send;
import io.github.sim7028.model.Plan.Step;
import io.github.sim7028.model.Plan.Trouble;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;

/** Dialogues of all kinds, with up to two faults in their sends and up to two more events. */
final class Plans {

    private static final long SEED = Long.getLong("model.seed", 0);

    /** One UDP socket serves all peers of its port. */
    private static final List<List<Peer>> PEERS = List.of(
            List.of(Peer.TCP),
            List.of(Peer.UDP),
            List.of(Peer.TCP, Peer.TCP),
            List.of(Peer.TCP, Peer.UDP),
            List.of(Peer.CLIENT),
            List.of(Peer.TCP, Peer.CLIENT),
            List.of(Peer.UDP, Peer.CLIENT));

    private Plans() {}

    /** Other ones for each {@code -Dmodel.seed=…}. */
    static Arbitrary<Plan> any() {
        RandomGenerator<Plan> generator = plans().generator(1000);
        return SEED == 0
                ? plans()
                : Arbitraries.fromGenerator(random -> generator.next(new Random(random.nextLong() ^ SEED)));
    }

    private static Arbitrary<Plan> plans() {
        Arbitrary<List<Fault>> faults = Arbitraries.frequencyOf(
                Tuple.of(1, fault().list().ofSize(0)),
                Tuple.of(4, fault().list().ofSize(1)),
                Tuple.of(6, fault().list().ofSize(2)));
        return Combinators.combine(manner(), Arbitraries.of(PEERS), steps(), faults)
                .as(Plan::new);
    }

    private static Arbitrary<Manner> manner() {
        Arbitrary<Integer> window = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(1)),
                Tuple.of(1, Arbitraries.integers().between(2, 8)));
        Arbitrary<Boolean> acknowledged = Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
        Arbitrary<Integer> after = Arbitraries.of(0, 0, 50, 400, 3000);
        Arbitrary<Integer> chunk = Arbitraries.of(4096, 4096, 64, 7, 1);
        return Combinators.combine(
                        window, Arbitraries.of(false, true), acknowledged, Arbitraries.of(false, true), after, chunk)
                .as(Manner::new);
    }

    /** Often the same length, so that one send's result may be taken for another's. */
    private static Arbitrary<Integer> length() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(8)),
                Tuple.of(2, Arbitraries.integers().between(1, 40)),
                Tuple.of(1, Arbitraries.of(1499, 1500, 1501, 3000)),
                Tuple.of(1, Arbitraries.integers().between(1, 5000)));
    }

    private static Arbitrary<Integer> peer() {
        return Arbitraries.integers().between(0, 1);
    }

    private static Arbitrary<Integer> pause() {
        return Arbitraries.of(0, 10, 300, 1000, 2500, 6000, 9000, 12_000, 24_000, 40_000);
    }

    private static Arbitrary<List<Step>> steps() {
        Arbitrary<Step> send = Combinators.combine(peer(), length(), Arbitraries.of(false, true))
                .as(Send::new);
        Arbitrary<Step> receive = Combinators.combine(peer(), length(), Arbitraries.of(false, true))
                .as(Receive::new);
        Arbitrary<Step> happens = Combinators.combine(
                        Arbitraries.of(
                                Trouble.CLOSED,
                                Trouble.CLOSED_UNHEARD,
                                Trouble.REBOOT,
                                Trouble.REBOOT_UNHEARD,
                                Trouble.UNPLUGGED,
                                Trouble.DEAF,
                                Trouble.ASLEEP,
                                Trouble.GARBAGE,
                                Trouble.NETWORK_LOST,
                                Trouble.CLIENT),
                        peer(),
                        pause())
                .as(Happens::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(8, send),
                        Tuple.of(4, receive),
                        Tuple.of(4, pause().map(Pass::new)),
                        Tuple.of(1, happens))
                .list()
                .ofMinSize(1)
                .ofMaxSize(16);
    }

    private static Arbitrary<Fault> fault() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(Phase.class),
                        Arbitraries.of(Trouble.class),
                        pause(),
                        Arbitraries.of(true, false))
                .as(Fault::new);
    }
}
