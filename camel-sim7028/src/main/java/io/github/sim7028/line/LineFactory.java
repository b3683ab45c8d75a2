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
 * {@link #toString()}, short enough for a log line.
 */
@FunctionalInterface
public interface LineFactory {

    /**
     * Opens a line. Every call follows the path or looks up the host anew, so it finds a modem that was plugged in elsewhere. It
     * blocks until the device is open or refused, for a quarter of a minute at the most, a slow name service aside.
     *
     * @throws LineException when there is no line to be had; its message says what to do about it
     */
    Line open() throws LineException;

    /**
     * Looks for what no waiting would cure, such as an option that does not exist. Opens nothing.
     *
     * @throws IllegalArgumentException saying what is wrong and what to do
     */
    default void verify() {}

    /**
     * The same, for an opening that can be given up. What cannot be given up is opened as without.
     *
     * @throws LineException also when it was given up
     */
    default Line open(LineOpening opening) throws LineException {
        return open();
    }

    /**
     * Every name by which this device can be told from others, however the line is set up: two factories of one device share
     * one. What must not be done twice to a device, such as giving its SIM a PIN that it refused, is remembered under them.
     */
    default Set<String> identities() {
        return Set.of(toString());
    }

    /**
     * Whether virtual threads may read, write and close the lines. They may where all waiting is done in Java, as with sockets. A
     * thread that waits in native code keeps its carrier, and as many such lines as there are processors hold up every virtual
     * thread of the JVM: such lines say {@code false} and get platform threads.
     */
    default boolean virtualThreads() {
        return false;
    }
}
