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
package io.github.sim7028.camel;

import io.github.sim7028.line.LineGuard;
import java.util.concurrent.CompletableFuture;

/**
 * A group of modems under one name: {@code modem=fleet} in a URI stands for all modems that the group has at the moment. One producer and one
 * consumer serve all of them; modems come and go without routes and endpoints of their own.
 *
 * <p>A group is a bean in Camel's registry, and the name of the bean is the name of the group. The bean must be there before the first endpoint
 * of the group is created. The name must differ from the names of the component's modems, and from {@code all} and {@code default}.
 * {@link DefaultModemGroup} is sufficient for most groups.
 *
 * <p>Each component that uses the group adds one listener as its first producer or consumer starts, and removes the listener when the last one
 * has stopped.
 */
public interface ModemGroup {

    /** How a group loses a modem. */
    enum Loss {

        /**
         * The modem leaves in order, and this program may still talk to it: what was received goes through the routes, and answers are sent; then
         * messages that have begun are finished, all others fail as not sent, network and line are closed.
         */
        HANDED_OVER,

        /**
         * Somebody else may own the modem already: the line is closed at once, and nothing more is written. Messages that have begun fail with an
         * unknown outcome, all others as not sent. What was received before still goes through the routes.
         */
        FENCED
    }

    /** Is told which modems the group has. The methods return at once and never throw; calls for one modem come one after the other. */
    interface Listener {

        /**
         * The group has this modem from now on. Before this method returns, {@link ModemGroup#configuration} and {@link ModemGroup#guard} are called
         * once for this ownership. The modem comes up in the background, after what is left of an earlier ownership has been given back.
         *
         * @param modem the name of the modem
         */
        void gained(String modem);

        /**
         * The group has this modem no longer: what is under way ends as {@code loss} says, and then messages for the modem are refused. A modem
         * that is being handed over may be fenced afterwards, for example because the hand-over takes too long; a modem that the group does not
         * have is ignored.
         *
         * @return completes when nothing of this ownership is left: the routes have what was received, all messages have their outcome, and the line is
         *     closed; never exceptionally, and at the latest after Camel's shutdown timeout
         */
        CompletableFuture<Void> lost(String modem, Loss loss);

        /**
         * Whether a message for this modem need not wait for the modem: all producers and consumers of the group have begun there, and links can be opened.
         * Also true where a message fails at once, because the modem cannot be used.
         */
        default boolean ready(String modem) {
            return true;
        }
    }

    /** Adds a listener: it is told of each modem that the group has now, and then of all changes. */
    void listen(Listener listener);

    /** Removes a listener. The listener gives all modems back by itself. */
    void ignore(Listener listener);

    /**
     * What protects the line of a modem for one ownership: a later ownership of the same modem gets a guard of its own. Only endpoints of this
     * group can use a guarded modem.
     *
     * @return null if the modem needs no protection; then endpoints that name the modem itself share it
     */
    default LineGuard guard(String modem) {
        return null;
    }

    /**
     * The options of a modem that the component does not have among its own {@code modems}.
     *
     * @return null if the modem is one of the component's
     */
    default Sim7028ModemConfiguration configuration(String modem) {
        return null;
    }
}
