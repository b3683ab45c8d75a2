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
package io.github.sim7028.at.spi;

import java.io.IOException;

/** Takes the bytes that go to the module. */
@FunctionalInterface
public interface AtTransport {

    /** Writes all bytes or fails; the owner of the line limits the time. */
    void write(byte[] bytes) throws IOException;

    /** Raises or drops DTR; false when the line has no such wire. */
    default boolean setDtr(boolean on) throws IOException {
        return false;
    }

    /**
     * For how long reads of the line have been empty since the last byte; -1 if a read waits for bytes without a
     * limit. Time in which the line could not be read does not count.
     */
    default long heardNothing() {
        return -1;
    }
}
