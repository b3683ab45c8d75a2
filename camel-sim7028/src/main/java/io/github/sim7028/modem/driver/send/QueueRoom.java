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
package io.github.sim7028.modem.driver.send;

/**
 * How much may wait to be sent on one link, in messages and in bytes held in memory; counted where messages come in, so that a burst is
 * refused before it costs memory. From any thread.
 */
public final class QueueRoom {

    static final int MAX_MESSAGES = 1000;
    static final long MAX_BYTES = 4L * 1024 * 1024;

    private int messages;
    private long bytes;

    /** Takes room for a message; returns why there is none, null when there is. One message alone always has room. */
    public synchronized String take(long size) {
        if (messages >= MAX_MESSAGES) {
            return messages + " messages are waiting on this link already";
        }
        if (messages > 0 && size > 0 && bytes + size > MAX_BYTES) {
            return bytes + " bytes are waiting on this link already, and " + size + " more exceed the limit";
        }
        messages++;
        bytes += size;
        return null;
    }

    public synchronized boolean isEmpty() {
        return messages == 0;
    }

    public synchronized void free(long size) {
        messages--;
        bytes -= size;
    }
}
