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
package io.github.sim7028.at;

/**
 * A line that ends the answer to a command.
 *
 * @param error why the command failed; null for {@code OK}
 */
record ResultCode(AtError error) {

    private static final ResultCode OK = new ResultCode(null);
    private static final ResultCode ERROR = new ResultCode(new AtError(AtError.Kind.PLAIN, AtError.NO_CODE, ""));
    private static final String CME = "+CME ERROR:";
    private static final String IP = "+IP ERROR:";
    private static final String CIP = "+CIPERROR:";

    /** The result code a line is, or null when it is none. */
    static ResultCode parse(String line) {
        if (line.equals("OK")) {
            return OK;
        }
        if (line.equals("ERROR")) {
            return ERROR;
        }
        if (line.startsWith(CME)) {
            return new ResultCode(CmeError.parse(line.substring(CME.length()).trim()));
        }
        return null;
    }

    /** The reason a line gives for the {@code ERROR} that follows it, or null when it gives none. */
    static AtError reason(String line) {
        if (line.startsWith(IP)) {
            return IpError.parse(line.substring(IP.length()).trim());
        }
        if (line.startsWith(CIP)) {
            String code = line.substring(CIP.length()).trim();
            return code.matches("[0-9]{1,6}")
                    ? SocketError.error(Integer.parseInt(code))
                    : new AtError(AtError.Kind.SOCKET, AtError.NO_CODE, code);
        }
        return null;
    }
}
