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

import static io.github.sim7028.attack.Attack.By.LINE;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What may be at the other end of a line instead of a module, and what a module may say that is out of its mind. */
final class LineAttacks {

    private LineAttacks() {}

    static List<Attack> all() {
        return List.of(
                impostor("a plug that sends everything back", line -> {
                    InputStream in = line.getInputStream();
                    in.transferTo(line.getOutputStream());
                }),
                impostor("a GPS receiver (NMEA)", line -> {
                    byte[] fix = text("$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76\r\n"
                            + "$GPRMC,092750.000,A,5321.6802,N,00630.3372,W,0.02,31.66,280511,,,A*43\r\n");
                    while (true) {
                        line.getOutputStream().write(fix);
                        Thread.sleep(10);
                    }
                }),
                impostor("an SSH server", line -> {
                    line.getOutputStream().write(text("SSH-2.0-OpenSSH_9.2\r\n"));
                    line.getInputStream().read();
                    line.getOutputStream().write(text("Invalid SSH identification string.\r\n"));
                }),
                impostor("an HTTP server", line -> {
                    line.getInputStream().read();
                    line.getOutputStream()
                            .write(text("HTTP/1.1 400 Bad Request\r\nContent-Length: 11\r\nConnection: close\r\n\r\n"
                                    + "Bad Request"));
                }),
                impostor("noise of a wrong baud rate", line -> {
                    Random random = new Random(7028);
                    byte[] noise = new byte[115];
                    while (true) {
                        random.nextBytes(noise);
                        line.getOutputStream().write(noise);
                        Thread.sleep(10);
                    }
                }),
                impostor("OK to everything, before it is asked", line -> {
                    Attackers.daemon(
                            "hears-nothing", () -> line.getInputStream().transferTo(OutputStream.nullOutputStream()));
                    byte[] ok = text("\r\nOK\r\n");
                    while (true) {
                        line.getOutputStream().write(ok);
                    }
                }),
                impostor("OK to every command", line -> {
                    InputStream in = line.getInputStream();
                    for (int b = in.read(); b >= 0; b = in.read()) {
                        if (b == '\r') {
                            line.getOutputStream().write(text("\r\nOK\r\n"));
                        }
                    }
                }),
                impostor("bytes without a line end", line -> {
                    byte[] endless = "x".repeat(4096).getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        line.getOutputStream().write(endless);
                    }
                }),
                injected(
                        "counts that overflow",
                        1,
                        """
                        +RECEIVE,0,2147483648:
                        +RECEIVE,0,-1:
                        +RECEIVE,99999999999999999999,99999999999999999999:
                        +IPD2147483648
                        +IPD-1
                        +IPD99999999999999999999
                        +CIPRXGET: 1,99999999999999999999
                        +CIPRXGET: 2,0,2147483648,0
                        +CIPRXGET: 2,0,-1,0
                        +CIPSEND: 99999999999,99999999999,-1
                        +CIPSEND: -1,0,0
                        +CLIENT: 99999999999,0,1.2.3.4:99999
                        +CLIENT: 0,0,1.2.3.4:0
                        +CLIENT: 1,0,1.2.3.4:99999
                        +CLIENT: 9,9,:
                        +IPCLOSE: 4294967296,1
                        +CIPCLOSE: -1,0
                        +CEREG: 99999999999
                        +CIPOPEN: 0,99999999999
                        +CIPERROR: 99999999999
                        +CME ERROR: 99999999999999999999
                        RECV FROM:1.2.3.4:99999999999
                        """),
                injected(
                        "unasked lines as fast as the line takes them",
                        0,
                        """
                        +CIPRXGET: 1,0
                        +CIPRXGET: 1,7
                        +CEREG: 1
                        +CEREG: 5
                        +CLIENT: 1,0,10.0.0.9:4711
                        RECV FROM:10.0.0.9:4711
                        +CGEV: ME PDN ACT 1
                        NOBODY KNOWS THIS
                        +CPIN: READY
                        *PSUTTZ: 1
                        """),
                new Attack(
                        "a restart every second",
                        LINE,
                        200,
                        ground -> new Attackers(1, attackers -> {
                            ground.line().modem().reboot(true);
                            Thread.sleep(1000);
                        })));
    }

    private static Attack impostor(String name, HostileLine.Impostor impostor) {
        return new Attack(name, LINE, 60, ground -> {
            HostileLine line = ground.line();
            line.answer(impostor);
            return () -> line.answer(null);
        });
    }

    /** @param pause in milliseconds between the lines */
    private static Attack injected(String name, int pause, String lines) {
        byte[] said = text("\r\n" + String.join("\r\n\r\n", lines.split("\n")) + "\r\n");
        return new Attack(
                name,
                LINE,
                100,
                ground -> new Attackers(1, attackers -> {
                    ground.line().inject(said);
                    if (pause > 0) {
                        Thread.sleep(pause);
                    }
                }));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
