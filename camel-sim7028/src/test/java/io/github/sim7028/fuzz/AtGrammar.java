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
package io.github.sim7028.fuzz;

import io.github.sim7028.testfuzz.FuzzInput;
import java.util.List;

/** Makes what a module says of the bytes of a fuzzer: results, URCs, pushes, prompts and noise, right and wrong ones. */
public final class AtGrammar {

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "3",
            "9",
            "10",
            "11",
            "5",
            "99",
            "255",
            "750",
            "1500",
            "1501",
            "9999",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "4294967296",
            "-1",
            "-0",
            "007",
            "",
            "1x");

    private static final List<String> PLAIN = List.of(
            "OK",
            "ERROR",
            "RDY",
            "*ATREADY: 1",
            "+CPIN: READY",
            "+CPIN: SIM PIN",
            "+CPIN: NOT INSERTED",
            "SMS DONE",
            "PB DONE",
            "CLOSED",
            "NO CARRIER",
            "CONNECT 115200",
            "BUSY",
            "> ",
            "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY",
            "+NETOPEN:SUCCESS",
            "+IP ERROR: Network not opened",
            "+IP ERROR: No data",
            "+IP ERROR: TCP busy",
            "+IP ERROR: Operation failed",
            "+CPSMSTATUS: \"ENTER PSM\"",
            "NORMAL POWER DOWN",
            "SSH-2.0-OpenSSH_9.2",
            "$GPGGA,092750.000,5321.6802,N");

    /** A line, with as many numbers as it has hashes. */
    private static final List<String> NUMBERED = List.of(
            "+CIPSEND: #,#,#",
            "+CIPOPEN: #,#",
            "+CIPCLOSE: #,#",
            "+IPCLOSE: #,#",
            "+CIPRXGET: 1,#",
            "+CIPRXGET: 2,#,#,#",
            "+CIPRXGET: 3,#,#,#",
            "+CIPRXGET: 4,#,#",
            "+CIPRXGET: #",
            "+RECEIVE,#,#",
            "+IPD#",
            "+CIPACK: #,#,#",
            "+NETOPEN: #",
            "+NETCLOSE: #",
            "+CEREG: #",
            "+CEREG: #,#",
            "+CSQ: #,#",
            "+CFUN: #",
            "+CIPERROR: #",
            "+CME ERROR: #",
            "+IP ERROR: #",
            "+CLIENT: #,#,10.0.0.7:#",
            "+CIPOPEN: #,\"TCP\",\"10.0.0.9\",1000,#",
            "+CDNSGIP: #,\"a.example\",\"10.0.0.9\"",
            "RECV FROM:10.0.0.9:#",
            "+CIPMODE: #",
            "+CIPSENDMODE: #",
            "+CGDCONT: #,\"IP\",\"internet\"");

    /** How many kinds of pieces there are: seeds name them by letters, {@code @} the first. */
    static final int KINDS = 10;

    private static final int MOST_RAW = 64;
    private static final int MOST_PUSHED = 64;

    private AtGrammar() {}

    /** The next piece, not what a command was answered usually with. */
    public static String piece(FuzzInput input, String command) {
        return switch (input.below(KINDS)) {
            case 0 -> line("OK");
            case 1 -> line(input.of(PLAIN));
            case 2, 3 -> line(numbered(input));
            case 4 -> push(input);
            case 5 -> "\r\n>";
            // an echo
            case 6 -> command + "\r";
            case 7 -> input.raw(input.below(MOST_RAW));
            case 8 -> line("ERROR");
            default -> input.of(List.of("\r", "\n", "\r\n", "\0", "\u00ff", ">", "\u001a", "\u001b"));
        };
    }

    static String line(String text) {
        return "\r\n" + text + "\r\n";
    }

    private static String numbered(FuzzInput input) {
        StringBuilder line = new StringBuilder();
        for (char c : input.of(NUMBERED).toCharArray()) {
            if (c == '#') {
                line.append(input.of(NUMBERS));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    /** Data of a peer; every fourth announces another length than it has. */
    private static String push(FuzzInput input) {
        int link = input.below(3);
        int length = input.below(MOST_PUSHED);
        String data = "d".repeat(length);
        String announced = input.below(4) == 3 ? input.of(NUMBERS) : String.valueOf(length);
        String sender = input.flag() ? "" : line("RECV FROM:10.0.0.9:1000").stripTrailing();
        return sender + "\r\n+RECEIVE," + link + "," + announced + "\r\n" + data;
    }
}
