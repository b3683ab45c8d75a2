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
package io.github.sim7028.soak;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** What was said of each message sent over one link, and how often the far end got it. From any thread. */
final class Ledger {

    /** What the sender was told. */
    enum Outcome {
        UNDER_WAY,
        CONFIRMED,
        NOT_SENT,
        UNKNOWN
    }

    private static final Outcome[] OUTCOMES = Outcome.values();

    /** How many messages may be sent while one is under way. */
    private static final int LATEST = 64;

    /** No soak sends as many. */
    private static final int MOST = 10_000_000;

    private byte[] outcomes = new byte[1024];
    private byte[] arrivals = new byte[1024];
    private final BitSet filled = new BitSet();
    private int sent;
    private int seen;
    private long corrupt;

    /** A message is about to be sent; they have their numbers in order. */
    synchronized void begin(int number) {
        reserve(number);
        sent = Math.max(sent, number + 1);
    }

    private void reserve(int number) {
        if (number >= outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, 2 * (number + 1));
            arrivals = Arrays.copyOf(arrivals, 2 * (number + 1));
        }
    }

    synchronized void settle(int number, Outcome outcome) {
        if (outcomes[number] != 0) {
            throw new IllegalStateException("message " + number + " was settled twice");
        }
        outcomes[number] = (byte) outcome.ordinal();
    }

    synchronized void arrived(int number) {
        if (number < 0 || number > MOST) {
            corrupt++;
            return;
        }
        // the far end may be told sooner than the books
        reserve(number);
        seen = Math.max(seen, number + 1);
        if (arrivals[number] < Byte.MAX_VALUE) {
            arrivals[number]++;
        }
    }

    /** The beginning of a message came, and filling in place of its rest: no harm where its sender was told that its outcome is unknown. */
    synchronized void filled(int number) {
        filled.set(number);
    }

    /** The latest messages that have not arrived. */
    synchronized IntStream missing() {
        return IntStream.of(IntStream.range(Math.max(0, sent - LATEST), sent)
                .filter(number -> arrivals[number] == 0)
                .toArray());
    }

    /** How many messages of unknown outcome came so. */
    synchronized long filled() {
        return filled.stream()
                .filter(number -> number < sent && outcomes[number] == Outcome.UNKNOWN.ordinal())
                .count();
    }

    synchronized int sent() {
        return sent;
    }

    synchronized long corrupt() {
        return corrupt + filled.cardinality() - filled() + Math.max(0, seen - sent);
    }

    synchronized long count(Outcome outcome) {
        long count = 0;
        for (int i = 0; i < sent; i++) {
            count += outcomes[i] == outcome.ordinal() ? 1 : 0;
        }
        return count;
    }

    /** How many different messages arrived. */
    synchronized long arrived() {
        return arrivedAtLeast(1);
    }

    synchronized long doubled() {
        return arrivedAtLeast(2);
    }

    private long arrivedAtLeast(int times) {
        long count = 0;
        for (int i = 0; i < sent; i++) {
            count += arrivals[i] >= times ? 1 : 0;
        }
        return count;
    }

    /** Messages of which the sender was told one thing and the far end knows whether they are there. */
    synchronized long count(Outcome outcome, boolean there) {
        long count = 0;
        for (int i = 0; i < sent; i++) {
            count += outcomes[i] == outcome.ordinal() && arrivals[i] > 0 == there ? 1 : 0;
        }
        return count;
    }

    /** The first messages of which this holds, to look for in a log. */
    synchronized String examples(Outcome outcome, boolean there) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sent && text.length() < 60; i++) {
            if (outcomes[i] == outcome.ordinal() && arrivals[i] > 0 == there) {
                text.append(' ').append(i);
            }
        }
        return text.toString();
    }

    /** What was said of a message. */
    synchronized Outcome outcome(int number) {
        return OUTCOMES[outcomes[number]];
    }
}
