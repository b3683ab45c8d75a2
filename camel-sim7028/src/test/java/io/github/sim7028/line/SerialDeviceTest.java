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
package io.github.sim7028.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a serial port is found and opened, and what is said when it is not. */
@Timeout(60)
class SerialDeviceTest {

    @TempDir
    Path directory;

    @Test
    void followsALinkAnewAtEveryOpen() throws Exception {
        Path link = directory.resolve("by-id");
        LineFactory device = device(link);
        try (Socat first = Socat.cable(directory.resolve("a1"), directory.resolve("a2"));
                Socat second = Socat.cable(directory.resolve("b1"), directory.resolve("b2"))) {
            Files.createSymbolicLink(link, first.device());
            exchange(device, directory.resolve("a2"));
            Files.delete(link);
            Files.createSymbolicLink(link, second.device());
            exchange(device, directory.resolve("b2"));
        }
    }

    @Test
    void comesBackAfterTheDeviceWasUnpluggedAndPluggedIn() throws Exception {
        Path path = directory.resolve("modem");
        LineFactory device = device(path);
        try (Socat first = Socat.cable(path, directory.resolve("a2"));
                Line line = device.open()) {
            first.unplug();
            assertThat(LineContract.readsToTheEnd(line)).isTrue();
            assertFails(device::open, "is a link to a device that does not exist; is the modem plugged in?");
        }
        Files.delete(path);
        try (Socat second = Socat.cable(path, directory.resolve("b2"))) {
            assertThat(second.isAlive()).isTrue();
            exchange(device, directory.resolve("b2"));
        }
    }

    @Test
    void setsSpeedStopBitsAndFlowControl() throws Exception {
        Path path = directory.resolve("modem");
        SerialSettings settings = new SerialSettings(460800, 8, 2, Parity.NONE, FlowControl.RTSCTS);
        try (Socat socat = Socat.cable(path, directory.resolve("other"));
                Line line = Lines.of(path.toString(), settings).open();
                Program stty = Program.start("stty", "-a", "-F", socat.device().toString())) {
            assertThat(line).hasToString(path.toString());
            stty.awaitEnd();

            // a pseudo-terminal forgets the parity
            assertThat(stty.log()).contains("speed 460800 baud", " cstopb", " crtscts", "-ixon", "-echo ");
        }
    }

    @Test
    void saysThatAPortIsInUseByThisProgramUnderAnotherName() throws Exception {
        Path path = directory.resolve("modem");
        try (Socat socat = Socat.cable(path, directory.resolve("other"));
                Line line = device(path).open()) {
            assertThat(line).isNotNull();
            assertFails(() -> device(socat.device()).open(), "is in use");
        }
    }

    @Test
    void saysThatAPortIsInUseByAnotherProgram() throws Exception {
        Path path = directory.resolve("modem");
        try (Socat socat = Socat.cable(path, directory.resolve("other"));
                Program holder = Program.start(
                        "flock", "-n", "-F", socat.device().toString(), "sh", "-c", "echo locked; exec sleep 60")) {
            holder.awaitReady(() -> holder.log().contains("locked"));

            assertFails(() -> device(path).open(), "is in use", "ModemManager");
        }
    }

    @Test
    void saysThatAPathDoesNotExistAndHowToListThePorts() {
        assertFails(() -> device(directory.resolve("ttyUSB7")).open(), "does not exist", "ls -l /dev/serial/by-id");
    }

    @Test
    void doesNotOpenAnotherDeviceOfTheSameLastName() throws Exception {
        Path path = directory.resolve("modem");
        try (Socat socat = Socat.cable(path, directory.resolve("other"))) {
            // there is a /dev/pts/N, and jSerialComm looks for /dev/…/ and the last name
            Path wrong = directory.resolve("nowhere").resolve("tty");
            assertThat(socat.isAlive()).isTrue();
            assertFails(() -> device(wrong).open(), wrong + " does not exist");
        }
    }

    @Test
    void saysThatADirectoryAFileAndAnotherDeviceAreNoSerialPorts() throws Exception {
        assertFails(() -> device(directory).open(), "is a directory, not a serial port");
        Path file = Files.createFile(directory.resolve("file"));
        assertFails(() -> device(file).open(), "is a file, not a serial port");
        assertFails(() -> device(Path.of("/dev/null")).open(), "/dev/null is not a serial port");
    }

    @Test
    void saysWhichGroupMayUseAPort() throws Exception {
        try (Stream<Path> devices = Files.list(Path.of("/dev"))) {
            Optional<Path> forbidden = devices.filter(Files::exists)
                    .filter(device -> !Files.isDirectory(device) && !Files.isRegularFile(device))
                    .filter(device -> !Files.isWritable(device))
                    .findFirst();
            assumeTrue(forbidden.isPresent(), "run by root, who may open everything");

            assertFails(() -> device(forbidden.get()).open(), "no permission", "usermod -aG");
        }
    }

    @Test
    void namesTheGroupOfADeviceAndTheUsualOneForThatOfRoot() {
        assertThat(SerialFault.permission("uucp")).contains("usermod -aG uucp USER", "'dialout'");
        assertThat(SerialFault.permission("root")).contains("usermod -aG dialout USER");
    }

    @Test
    void saysThatAPortOfWindowsIsNoPathHere() {
        assertFails(() -> Lines.of("COM3", SerialSettings.DEFAULT).open(), "COM3 is a Windows port name", "by-id");
    }

    private static LineFactory device(Path path) {
        return Lines.of(path.toString(), SerialSettings.DEFAULT);
    }

    private static void assertFails(ThrowingCallable open, String... words) {
        assertThatThrownBy(open).isInstanceOf(LineException.class).satisfies(e -> assertThat(e.getMessage())
                .contains(words));
    }

    /** Sends through the device and looks for it at the other end of the cable. */
    private static void exchange(LineFactory device, Path other) throws IOException {
        try (Line line = device.open();
                Line end = device(other).open()) {
            line.write(new byte[] {1, 2, 3}, 0, 3);
            assertThat(LineContract.readFully(end, 3)).containsExactly(1, 2, 3);
        }
    }
}
