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

import java.util.BitSet;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the far end sent down one link, on which connection, and what came out of the route: all of one connection in order
 * and without a gap, up to where it was lost. From any thread.
 */
final class DownLedger {

    /** How many connections are remembered: longer ago nothing is under way any more. */
    private static final int REMEMBERED = 200;

    /** The first frame of each connection; connections follow each other, so their frames may be mixed only by a fault. */
    private final NavigableMap<Integer, Integer> connectionOf = new TreeMap<>();

    private final BitSet arrivedFrames = new BitSet();
    private int connections;
    private int sent;
    private int last = -1;
    private long corrupt;
    private long doubled;
    private long gaps;
    private long disorder;

    /** A connection begins. */
    synchronized int connected() {
        return ++connections;
    }

    /** The number of a frame that is about to be written. */
    synchronized int begin(int connection) {
        int number = sent++;
        var before = connectionOf.floorEntry(number);
        if (before == null || before.getValue() != connection) {
            connectionOf.put(number, connection);
            while (connectionOf.size() > REMEMBERED) {
                connectionOf.pollFirstEntry();
            }
        }
        return number;
    }

    synchronized void arrived(int number) {
        if (number < 0 || number >= sent) {
            corrupt++;
            return;
        }
        if (arrivedFrames.get(number)) {
            doubled++;
        } else if (number < last) {
            disorder++;
        } else if (number > last + 1 && !startsConnection(number)) {
            gaps++;
        }
        arrivedFrames.set(number);
        last = Math.max(last, number);
    }

    private boolean startsConnection(int number) {
        return connectionOf.containsKey(number);
    }

    synchronized int sent() {
        return sent;
    }

    synchronized int arrived() {
        return arrivedFrames.cardinality();
    }

    synchronized long corrupt() {
        return corrupt;
    }

    synchronized long doubled() {
        return doubled;
    }

    /** Frames missing in the middle of a connection. */
    synchronized long gaps() {
        return gaps;
    }

    synchronized long disorder() {
        return disorder;
    }
}
