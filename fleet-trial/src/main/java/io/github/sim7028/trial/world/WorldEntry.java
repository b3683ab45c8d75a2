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
package io.github.sim7028.trial.world;

/**
 * What was seen at a modem, or at the peer.
 *
 * @param micros of the clock of this machine, since 1970
 * @param modem  its name; {@code peer} where a message arrived at the peer
 * @param door   the number of the node, whose port at the modem no other node has; 0 at the peer
 * @param what   happened
 * @param text   the number of bytes that were written, or the id of the message that arrived
 */
public record WorldEntry(long micros, String modem, int door, What what, String text) {

    /** What can happen. */
    public enum What {
        CONNECTED,
        WROTE,
        DISCONNECTED,
        KICKED,
        REFUSED,
        ARRIVED
    }

    /** As {@link #toString()} writes it. */
    public static WorldEntry parse(String line) {
        String[] word = line.split(" ", 5);
        return new WorldEntry(
                Long.parseLong(word[0]), word[1], Integer.parseInt(word[2]), What.valueOf(word[3]), word[4]);
    }

    @Override
    public String toString() {
        return micros + " " + modem + " " + door + " " + what + " " + text;
    }
}
