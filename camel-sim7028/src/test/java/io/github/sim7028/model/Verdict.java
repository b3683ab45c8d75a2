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

import io.github.sim7028.model.Dialogue.Heard;
import io.github.sim7028.model.Dialogue.Sending;
import io.github.sim7028.model.Plan.Peer;
import io.github.sim7028.modem.SendOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Holds what the driver says against what the model can prove and what the module knows. */
final class Verdict {

    private final Dialogue dialogue;
    private final List<String> lies = new ArrayList<>();

    private Verdict(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** What is wrong; empty when all is well. */
    static List<String> of(Dialogue dialogue) {
        Verdict verdict = new Verdict(dialogue);
        dialogue.sendings.forEach(verdict::outcome);
        dialogue.module.connections.forEach(verdict::whatLeft);
        verdict.order();
        dialogue.heard.forEach(verdict::whatCame);
        verdict.lies.addAll(lost(dialogue));
        return verdict.lies;
    }

    private void lie(String what) {
        lies.add(what);
    }

    // ---- what was sent

    private void outcome(Sending sending) {
        Message message = sending.message;
        if (!sending.ended()) {
            lie(message + " has no outcome");
            return;
        }
        if (sending.confirmed()) {
            if (!dialogue.model.proves(message)) {
                lie(message + " is confirmed, and the bytes on the line do not prove it");
            }
            if (!dialogue.module.misleading && !arrived(message)) {
                lie(message + " is confirmed, and has not left whole");
            }
        } else if (sending.failure() == SendOutcome.NOT_SENT && dialogue.model.mayHaveLeft(message)) {
            lie(message + " is said not to be sent, and bytes of it have crossed the line: " + sending.told());
        }
    }

    private boolean arrived(Message message) {
        for (Connection connection : dialogue.module.connections) {
            byte[] left = connection.allThatLeft();
            for (int from = 0; from < left.length; from++) {
                if (message.matches(left, from) == message.content().length) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Only messages for this peer, each at most once, each whole but the last. */
    private void whatLeft(Connection connection) {
        byte[] left = connection.allThatLeft();
        boolean datagrams = connection.kind == Peer.UDP;
        boolean broken = false;
        int last = -1;
        for (int from = 0; from < left.length; ) {
            if (left[from] == '\r') {
                // fills a count whose payload would have been a command
                from++;
                continue;
            }
            int index = Message.indexOf(left[from]);
            if (index < 0 && broken) {
                from++;
                continue;
            }
            if (index < 0 || index >= dialogue.sendings.size()) {
                lie("byte " + left[from] + " at " + from + " left on " + connection);
                return;
            }
            Message message = dialogue.sendings.get(index).message;
            boolean mine = message.peer() == connection.peer
                    && (message.target() == null || message.target().equals(connection.port));
            if (!mine) {
                lie(message + " left on " + connection);
            }
            // where a part of a payload is lost on the line, the driver fills its count with the payload
            boolean again = index == last && !dialogue.sendings.get(index).confirmed();
            if (broken && !again) {
                lie(message + " left behind half another on " + connection);
            }
            int count = broken ? 1 : message.matches(left, from);
            if (count == 0) {
                lie(message + " left in pieces on " + connection);
                return;
            }
            last = index;
            broken |= count < message.content().length && !datagrams;
            from += count;
        }
    }

    private void order() {
        Map<Integer, List<Integer>> leftOf = new HashMap<>();
        for (Connection connection : dialogue.module.connections) {
            int last = -1;
            for (byte b : connection.allThatLeft()) {
                int index = Message.indexOf(b);
                if (index >= 0 && index != last) {
                    leftOf.computeIfAbsent(connection.peer, peer -> new ArrayList<>())
                            .add(index);
                    last = index;
                }
            }
        }
        leftOf.forEach((peer, indices) -> {
            if (!List.copyOf(new TreeSet<>(indices)).equals(indices)) {
                lie("to peer " + peer + " left messages " + indices + ": out of order, or one twice");
            }
        });
        Map<Integer, Integer> marks = new HashMap<>();
        for (Connection connection : dialogue.module.connections) {
            for (byte b : connection.allThatLeft()) {
                marks.merge(Message.indexOf(b), 1, Integer::sum);
            }
        }
        for (Sending sending : dialogue.sendings) {
            if (marks.getOrDefault(sending.message.index(), 0) > sending.message.marks()) {
                lie(sending.message + " left more than once");
            }
        }
    }

    // ---- what was received

    private void whatCame(Heard heard) {
        byte[] bytes = heard.bytes();
        int last = -1;
        for (int from = 0; from < bytes.length; ) {
            int index = Message.indexOf(bytes[from]);
            if (index < 0 || index >= dialogue.received.size()) {
                lie("peer " + heard.peer + " is said to have sent byte " + bytes[from] + " at " + from);
                return;
            }
            Message message = dialogue.received.get(index);
            if (message.peer() != heard.peer) {
                lie(message + " was received from peer " + heard.peer);
            }
            if (index <= last) {
                lie(message + " was received out of order, or twice");
            }
            int count = message.matches(bytes, from);
            if (count == 0) {
                if (!((Connection) message.target()).lossy) {
                    lie(message + " was received without its beginning");
                }
                return;
            }
            last = index;
            from += count;
        }
    }

    /** What has neither been received nor said to be lost. */
    static List<String> lost(Dialogue dialogue) {
        List<String> lost = new ArrayList<>();
        for (Message message : dialogue.received) {
            Connection connection = (Connection) message.target();
            boolean whole = dialogue.heard.stream().map(Heard::bytes).anyMatch(bytes -> contains(bytes, message));
            boolean told =
                    dialogue.heard.stream().anyMatch(heard -> heard.peer == message.peer() && heard.lossReported());
            if (!whole && !told && !connection.lossy) {
                lost.add(message + " that came on " + connection + " was lost without a word");
            }
        }
        return lost;
    }

    private static boolean contains(byte[] bytes, Message message) {
        for (int from = 0; from < bytes.length; from++) {
            if (message.matches(bytes, from) == message.content().length) {
                return true;
            }
        }
        return false;
    }
}
