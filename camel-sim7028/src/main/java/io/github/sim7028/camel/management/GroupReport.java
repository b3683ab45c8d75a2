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
package io.github.sim7028.camel.management;

import io.github.sim7028.modem.report.ModemStatus;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is known of the modems of a group at one moment.
 *
 * @param group   the name of the group
 * @param members its modems
 */
public record GroupReport(String group, List<Member> members) {

    /** So many modems that are down are named. */
    private static final int NAMED = 5;

    /**
     * One modem.
     *
     * @param modem   the name of the modem
     * @param trouble what is wrong, null if nothing is
     */
    public record Member(String modem, String trouble) {

        /** A modem that is as its status says. */
        public static Member of(String modem, ModemStatus status) {
            if (status == null) {
                return new Member(modem, "the state is not known");
            }
            return new Member(modem, ModemHealthCheck.isUp(status) ? null : status.describe());
        }
    }

    /** With what else is wrong; asked for each modem that is up. */
    public GroupReport refine(UnaryOperator<String> troubles) {
        return new GroupReport(
                group,
                members.stream()
                        .map(member -> member.trouble != null
                                ? member
                                : new Member(member.modem, troubles.apply(member.modem)))
                        .toList());
    }

    public int total() {
        return members.size();
    }

    public int down() {
        return (int) members.stream().filter(member -> member.trouble != null).count();
    }

    public int up() {
        return total() - down();
    }

    /** The first modems that are down, each with the reason. */
    public List<String> firstDown() {
        return members.stream()
                .filter(member -> member.trouble != null)
                .limit(NAMED)
                .map(member -> member.modem + ": " + member.trouble)
                .toList();
    }

    /** In one line, as {@code 48 of 50 modems up; down: roof, cellar}. */
    public String describe() {
        String names = members.stream()
                .filter(member -> member.trouble != null)
                .limit(NAMED)
                .map(Member::modem)
                .collect(Collectors.joining(", "));
        String more = down() > NAMED ? " and " + (down() - NAMED) + " more" : "";
        return up() + " of " + total() + " modems up" + (names.isEmpty() ? "" : "; down: " + names + more);
    }
}
