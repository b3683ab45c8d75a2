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

import java.util.Set;

/**
 * Where a modem is attached and how to open a line to it. The factories of {@link Lines} describe the device in
 * {@link Object#toString() toString()}, short enough for a log line.
 */
@FunctionalInterface
public interface LineFactory {

    /**
     * Opens a line. Every call resolves the path or the host again, so that a modem that was plugged in elsewhere is found. The call
     * blocks until the device is open or refused, for at most 15 s, or longer if the name service is slow.
     *
     * @throws LineException if the line cannot be opened; its message says what to do
     */
    Line open() throws LineException;

    /**
     * Checks for errors that waiting does not remove, such as an option that does not exist. Opens nothing.
     *
     * @throws IllegalArgumentException if there is such an error; its message says what to do
     */
    default void verify() {}

    /**
     * Opens a line like {@link #open()}, but the opening can be cancelled. A factory that does not support this opens the line as usual.
     *
     * @throws LineException also if the opening was cancelled
     */
    default Line open(LineOpening opening) throws LineException {
        return open();
    }

    /**
     * All names that identify this device, independently of the settings of the line: two factories of one device have at least
     * one name in common. What must not be done twice with a device, such as entering a PIN that its SIM refused, is stored under these names.
     */
    default Set<String> identities() {
        return Set.of(toString());
    }

    /**
     * Whether virtual threads may read, write and close the lines. They may if all waiting is done in Java, as with sockets. A
     * thread that waits in native code keeps its carrier thread, and as many such lines as there are processors block every virtual
     * thread of the JVM: such lines return {@code false} and get platform threads.
     */
    default boolean virtualThreads() {
        return false;
    }
}
