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
package io.github.sim7028.fleet.claim;

import io.github.sim7028.line.util.ForeignText;
import java.util.Map;

/**
 * One command to a modem, as read from the topic of commands.
 *
 * @param id        the header {@code id}, or topic-partition-offset
 * @param modem     the key, null if the record has none
 * @param body      may be null
 * @param headers   the headers of the record
 * @param receivedAt when this node read the record, in nanoseconds of {@link System#nanoTime()}
 */
public record Command(
        int partition,
        long offset,
        String id,
        String modem,
        byte[] body,
        Map<String, byte[]> headers,
        long receivedAt) {

    /** Without body and headers, which may be secret. Id and key come from whoever writes the topic. */
    @Override
    public String toString() {
        return "command " + ForeignText.shown(id) + " to modem " + ForeignText.quoted(modem);
    }
}
