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
package io.github.sim7028.attack;

/**
 * One attack.
 *
 * @param name     its name in the table
 * @param by       who attacks
 * @param maxLines how many lines of log it may cause, from its begin until all is well again
 * @param launch   begins it; what is returned ends it
 */
record Attack(String name, By by, int maxLines, Launch launch) {

    /** Who attacks, and so what has to recover: the server of the module, the modem, or the link of the route. */
    enum By {
        NETWORK,
        LINE,
        ROUTE
    }

    @FunctionalInterface
    interface Launch {
        AutoCloseable launch(Ground ground) throws Exception;
    }

    /** Where attacks take place: what the gateway serves, and what it is connected to. */
    record Ground(int frames, int lines, int datagrams, HostileLine line, Attacked gateway) {}

    /** The gateway that is attacked, as far as attacks begin in it. */
    interface Attacked {
        void begin(String attack) throws Exception;

        void end(String attack) throws Exception;
    }
}
