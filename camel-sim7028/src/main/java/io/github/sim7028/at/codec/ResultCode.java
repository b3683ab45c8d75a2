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
package io.github.sim7028.at.codec;

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.CmeError;
import io.github.sim7028.at.error.IpError;
import io.github.sim7028.at.error.SocketError;
import java.util.function.UnaryOperator;

/**
 * A line that ends the answer to a command.
 *
 * @param error why the command failed; null for {@code OK}
 */
public record ResultCode(AtError error) {

    private static final ResultCode OK = new ResultCode(null);
    private static final ResultCode ERROR = new ResultCode(new AtError(AtError.Kind.PLAIN, AtError.NO_CODE, ""));
    private static final String CME = "+CME ERROR:";
    private static final String IP = "+IP ERROR:";
    private static final String CIP = "+CIPERROR:";

    /** Whether a line ends an answer, or says why an ERROR will. */
    public static boolean isOne(String line) {
        return parse(line, UnaryOperator.identity()) != null || reason(line, UnaryOperator.identity()) != null;
    }

    /**
     * The result code a line is, or null when it is none.
     *
     * @param masking takes secrets out of words that are the module's own
     */
    public static ResultCode parse(String line, UnaryOperator<String> masking) {
        if (line.equals("OK")) {
            return OK;
        }
        if (line.equals("ERROR")) {
            return ERROR;
        }
        if (line.startsWith(CME)) {
            return new ResultCode(
                    forPeople(CmeError.parse(line.substring(CME.length()).trim()), masking));
        }
        return null;
    }

    /** The reason a line gives for the {@code ERROR} that follows it, or null when it gives none. */
    public static AtError reason(String line, UnaryOperator<String> masking) {
        if (line.startsWith(IP)) {
            return forPeople(IpError.parse(line.substring(IP.length()).trim()), masking);
        }
        if (line.startsWith(CIP)) {
            String code = line.substring(CIP.length()).trim();
            return code.matches("[0-9]{1,6}")
                    ? SocketError.error(Integer.parseInt(code))
                    : forPeople(new AtError(AtError.Kind.SOCKET, AtError.NO_CODE, code), masking);
        }
        return null;
    }

    /** Words that stand in no table may be anything. */
    private static AtError forPeople(AtError error, UnaryOperator<String> masking) {
        return error.code() != AtError.NO_CODE
                ? error
                : new AtError(error.kind(), error.code(), AtSyntax.foreign(masking.apply(error.words())));
    }
}
