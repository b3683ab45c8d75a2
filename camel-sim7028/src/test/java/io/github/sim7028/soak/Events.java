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

/** What the driver's process tells the one that keeps the books, a line for each event. */
final class Events {

    private Events() {}

    /** A message is about to be sent. */
    static void begun(String lane, int number) {
        tell("begun " + lane + ' ' + number);
    }

    /** What its sender was told. */
    static void settled(String lane, int number, Ledger.Outcome outcome) {
        tell("settled " + lane + ' ' + number + ' ' + outcome);
    }

    /** A frame came out of a route; {@link Numbered#NONE} for one that nobody sent. */
    static void arrived(String lane, int number) {
        tell("arrived " + lane + ' ' + number);
    }

    /** A reply came that is none of its request. */
    static void mixed(String lane, int number) {
        tell("mixed " + lane + ' ' + number);
    }

    /** A consumer was told of a loss. */
    static void loss(String lane) {
        tell("loss " + lane + " 0");
    }

    /** A message failed in a way that a sender need not expect. */
    static void strange(String lane) {
        tell("strange " + lane + " 0");
    }

    static void tell(String line) {
        synchronized (Events.class) {
            System.out.println(line);
        }
    }
}
