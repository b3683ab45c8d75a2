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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.spi.OnLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * What is pushed on a link while the result of its opening is on its way. The module speaks in order: what comes before its
 * {@code OK} belongs to an earlier connection, what comes after it to the new one.
 */
@OnLoop
public final class EarlyData {

    /** How many bytes are kept. */
    static final int MAX_BYTES = 256 * 1024;

    private final List<Urc.Received> data = new ArrayList<>();
    private int bytes;

    public void add(Urc.Received received) {
        bytes += received.data().length;
        if (bytes <= MAX_BYTES) {
            data.add(received);
        }
    }

    void clear() {
        data.clear();
        bytes = 0;
    }

    /** Whether more came than is kept. */
    boolean incomplete() {
        return bytes > MAX_BYTES;
    }

    /** Takes it all out. */
    List<Urc.Received> take() {
        List<Urc.Received> all = List.copyOf(data);
        clear();
        return all;
    }
}
