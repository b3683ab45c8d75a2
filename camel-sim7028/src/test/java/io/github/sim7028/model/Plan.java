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

import java.util.List;

/** What is said and done in one dialogue, and what goes wrong in it. */
record Plan(Manner manner, List<Peer> peers, List<Step> steps, List<Fault> faults) {

    /** More messages of one direction have no marks that tell them apart. */
    static final int MAX_MESSAGES = Message.MAX;

    /**
     * @param confirmAfter how long the module takes to confirm, in ms
     * @param chunk        how many bytes of the module one read has at most
     */
    record Manner(
            int sendWindow, boolean buffered, boolean acknowledged, boolean coalesce, int confirmAfter, int chunk) {

        static final Manner PLAIN = new Manner(1, false, false, false, 0, 4096);
    }

    /** Who is at the other end of a link. */
    enum Peer {
        TCP,
        UDP,
        CLIENT
    }

    sealed interface Step {}

    /** The driver is given a message. */
    record Send(int peer, int length, boolean ugly) implements Step {}

    /** The peer sends something. */
    record Receive(int peer, int length, boolean ugly) implements Step {}

    record Pass(int millis) implements Step {}

    /** Something goes wrong though nothing is being sent. */
    record Happens(Trouble trouble, int peer, int millis) implements Step {}

    /** Where in the course of an AT+CIPSEND something goes wrong. */
    enum Phase {
        /** The command has come; the prompt has not. */
        COMMAND,
        /** Half the payload has come. */
        PAYLOAD,
        /** All of the payload has come; the OK has not. */
        TAKEN,
        /** The OK has come; the confirmation has not. */
        CONFIRMING
    }

    enum Trouble {
        /** What the module says next is lost; of a payload, the second half. */
        LOST,
        /** What the module says next comes late. */
        LATE,
        /** What the module says next comes a second time, later. */
        TWICE,
        /** The confirmation comes before the OK. */
        REVERSED,
        REFUSED,
        BUSY,
        /** The module confirms less than it was given, and takes nothing more on the connection. */
        SHORT,
        CLOSED,
        /** The connection ends, and the module's line about that is lost. */
        CLOSED_UNHEARD,
        REBOOT,
        REBOOT_UNHEARD,
        UNPLUGGED,
        /** Nothing passes the line for a while, in no direction. */
        DEAF,
        /** The same, and what the module had is gone afterwards. */
        ASLEEP,
        GARBAGE,
        NETWORK_LOST,
        /** A client comes, with the number of the peer's link. */
        CLIENT;

        boolean endsConnection() {
            return switch (this) {
                case REFUSED, CLOSED, CLOSED_UNHEARD, REBOOT, REBOOT_UNHEARD, ASLEEP, NETWORK_LOST, CLIENT -> true;
                default -> false;
            };
        }
    }

    /**
     * @param send   in the course of which AT+CIPSEND, from 0
     * @param millis how late, or for how long
     * @param left   whether the payload has left to the peer where its connection ends
     */
    record Fault(int send, Phase phase, Trouble trouble, int millis, boolean left) {}
}
