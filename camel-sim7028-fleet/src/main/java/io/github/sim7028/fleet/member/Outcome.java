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
package io.github.sim7028.fleet.member;

/**
 * What became of a command.
 *
 * @param why       empty if confirmed
 * @param requested the number of bytes handed to the module, 0 if nothing was
 * @param confirmed the number of bytes that the module confirmed
 * @param error     the module's error, null if there was none
 */
public record Outcome(Kind kind, String why, long requested, long confirmed, String error) {

    /** Why a node reports the outcome of a command that another node claimed. */
    public static final String OWNER_LOST = "owner-lost";

    /** Names as in the records. */
    public enum Kind {
        /** The module confirmed every byte. */
        CONFIRMED,
        /** Not a byte left, and none will. */
        NOT_SENT,
        /** The command arrived once, in part, or not at all. */
        UNKNOWN
    }

    public static Outcome confirmed(long requested, long confirmed) {
        return new Outcome(Kind.CONFIRMED, "", requested, confirmed, null);
    }

    public static Outcome notSent(String why) {
        return new Outcome(Kind.NOT_SENT, why, 0, 0, null);
    }

    public static Outcome unknown(String why) {
        return new Outcome(Kind.UNKNOWN, why, 0, 0, null);
    }

    @Override
    public String toString() {
        return why.isEmpty() ? kind.name() : kind + " " + why;
    }
}
