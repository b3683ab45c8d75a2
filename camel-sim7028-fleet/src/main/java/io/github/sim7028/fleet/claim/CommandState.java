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
package io.github.sim7028.fleet.claim;

/** What the committed metadata says of a command. */
public enum CommandState {
    /** No node has begun the command. */
    WAITING('W'),
    /** A node may have sent the command; no other node may send it. */
    CLAIMED('C'),
    /** The outcome of the command is in the topic of outcomes. */
    DONE('D');

    private final char letter;

    CommandState(char letter) {
        this.letter = letter;
    }

    /** An upper-case letter, as the digits of base 36 are lower case. */
    char letter() {
        return letter;
    }

    static CommandState of(char letter) {
        for (CommandState state : values()) {
            if (state.letter == letter) {
                return state;
            }
        }
        throw new IllegalArgumentException("no state has the letter " + letter);
    }
}
