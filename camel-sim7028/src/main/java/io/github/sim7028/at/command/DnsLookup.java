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
package io.github.sim7028.at.command;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.error.AtError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AT+CDNSGIP (2.1.17): the address of a name. {@code +CDNSGIP: 0,<dns error code>} before the {@code ERROR} says why
 * there is none.
 */
final class DnsLookup extends AtCommand<String> {

    private static final Pattern FOUND = Pattern.compile("\\+CDNSGIP: ?1, ?\"[^\"]*\", ?\"([^\"]+)\".*");
    private static final Pattern NOT_FOUND = Pattern.compile("\\+CDNSGIP: ?0, ?(-?[0-9]{1,6})");

    private String address;
    private AtError refusal;

    /** @throws IllegalArgumentException when the name is none that may stand in a command */
    DnsLookup(String name) {
        super("AT+CDNSGIP=\"" + AtSyntax.requireHost("name", name) + "\"");
    }

    @Override
    public boolean accept(String line) {
        Matcher found = FOUND.matcher(line);
        Matcher notFound = NOT_FOUND.matcher(line);
        if (!mayEnd() && found.matches()) {
            address = AtSyntax.foreign(found.group(1));
            return true;
        }
        if (!mayEnd() && notFound.matches()) {
            int code = Integer.parseInt(notFound.group(1));
            refusal = new AtError(AtError.Kind.DNS, code, "the name has no address");
            return true;
        }
        return false;
    }

    @Override
    public boolean mayEnd() {
        return address != null || refusal != null;
    }

    @Override
    public AtError refusal() {
        return refusal;
    }

    @Override
    public String result() {
        return address;
    }

    @Override
    public Urgency urgency() {
        return Urgency.QUESTION;
    }
}
