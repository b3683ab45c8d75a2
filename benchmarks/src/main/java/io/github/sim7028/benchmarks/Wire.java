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
package io.github.sim7028.benchmarks;

/** The bytes of a dialogue, counted: what a line of ten bit times a byte allows. */
final class Wire {

    static final int MAX_PIECE = 1500;

    private static final int PROMPT = "\r\n>".length();
    private static final int OK = "\r\nOK\r\n".length();

    private Wire() {}

    /** Bytes a second of a line. */
    static double bytesPerSecond(int baud) {
        return baud / 10.0;
    }

    /** The share of the line that is payload: command, prompt, data and OK in turn. */
    static double shareOfSend(int payload) {
        int command = ("AT+CIPSEND=0," + payload + "\r").length();
        return payload / (double) (command + PROMPT + payload + OK);
    }

    /**
     * The same when the confirmation's bytes are counted, too: it stands on the line between the OK and the next prompt, so
     * that the next command is hidden behind it and not the other way round.
     */
    static double shareOfSendWithConfirmation(int payload) {
        int command = ("AT+CIPSEND=0," + payload + "\r").length();
        int confirmation = ("\r\n+CIPSEND: 0," + payload + "," + payload + "\r\n").length();
        return payload / (double) (Math.max(command, confirmation) + PROMPT + payload + OK);
    }

    /** The same when the next command begins only behind the confirmation. */
    static double shareOfConfirmedSend(int payload) {
        int command = ("AT+CIPSEND=0," + payload + "\r").length();
        int confirmation = ("\r\n+CIPSEND: 0," + payload + "," + payload + "\r\n").length();
        return payload / (double) (command + PROMPT + payload + OK + confirmation);
    }

    /** The share of the line that is payload when buffered data is read: command, header, data and OK in turn. */
    static double shareOfRead(int bufferSize) {
        int command = ("AT+CIPRXGET=2,0," + MAX_PIECE + "\r").length();
        int header = ("\r\n+CIPRXGET: 2,0," + MAX_PIECE + "," + (bufferSize - MAX_PIECE) + "\r\n").length();
        return MAX_PIECE / (double) (command + header + MAX_PIECE + OK);
    }

    /** The share of the line that is payload when data is pushed: header and data. */
    static double shareOfPush(int port) {
        int header = ("\r\nRECV FROM:127.0.0.1:" + port + "\r\n+RECEIVE,0," + MAX_PIECE + "\r\n").length();
        return MAX_PIECE / (double) (header + MAX_PIECE);
    }
}
