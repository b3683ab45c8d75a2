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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The records of a link with TLS that were sealed and are not settled. Their results come in any order and are taken in theirs. */
@OnLoop
final class RecordsUnderWay {

    /** A record on its way. */
    static final class Sealed {
        private final SendBatch plain;
        private final long connection;
        private final int length;
        private Receipt receipt;
        private Throwable failure;
        private boolean left;

        Sealed(SendBatch plain, long connection, int length) {
            this.plain = plain;
            this.connection = connection;
            this.length = length;
            plain.stream(() -> left);
        }

        SendBatch plain() {
            return plain;
        }

        long connection() {
            return connection;
        }

        /** The number of the link it went over. */
        int link() {
            return receipt.link();
        }

        /** Why it was not confirmed. */
        String reason() {
            if (confirmed()) {
                return "a TLS record before it was not confirmed";
            }
            return failure == null
                    ? receipt.confirmed() + " of the " + length + " bytes of a TLS record were confirmed"
                    : SendFailures.reasonOf(failure);
        }

        /** The failure of its sending; null if it was confirmed in part. */
        Throwable failure() {
            return failure;
        }

        AtError error() {
            return failure instanceof Sim7028SendException e ? e.getError() : null;
        }

        private boolean ended() {
            return receipt != null || failure != null;
        }

        private boolean confirmed() {
            return receipt != null && receipt.confirmed() >= length;
        }

        private boolean notSent() {
            return failure instanceof Sim7028SendException e && e.getOutcome() == SendOutcome.NOT_SENT;
        }
    }

    /** Is called with the results, in the order of the records. */
    interface Outcomes {

        void confirmed(Sealed sealed);

        /** It may have arrived, completely or in part. */
        void unknown(Sealed sealed);

        /** These have certainly not left, and nothing is under way any more. */
        void stay(List<Sealed> sealed);

        /** Nothing is under way any more; {@code last} was the last. */
        void allSettled(Sealed last);
    }

    private final Outcomes outcomes;
    private final Deque<Sealed> records = new ArrayDeque<>();
    /** The last connection that a record may be missing on: the peer can read none behind it. */
    private long doubtful = Outbound.ANY_CONNECTION;

    RecordsUnderWay(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    int size() {
        return records.size();
    }

    /** Whether records of another connection than this one are still under way. */
    boolean isSettling(long connection) {
        return !records.isEmpty() && records.peek().connection != connection;
    }

    void add(Sealed sealed) {
        records.add(sealed);
    }

    /** The result of a record has come. */
    void ended(Sealed sealed, Receipt receipt, Throwable failure) {
        sealed.receipt = receipt;
        sealed.failure = failure;
        Sealed last = sealed;
        while (!records.isEmpty() && records.peek().ended() && !records.peek().notSent()) {
            last = records.remove();
            last.left = true;
            if (last.confirmed() && last.connection != doubtful) {
                outcomes.confirmed(last);
            } else {
                doubtful = last.connection;
                outcomes.unknown(last);
            }
        }
        if (!records.isEmpty() && records.stream().allMatch(Sealed::ended)) {
            // the first was not sent, so those behind it were not either
            List<Sealed> stay = new ArrayList<>(records);
            records.clear();
            last = stay.get(stay.size() - 1);
            outcomes.stay(stay);
        }
        if (records.isEmpty()) {
            outcomes.allSettled(last);
        }
    }
}
