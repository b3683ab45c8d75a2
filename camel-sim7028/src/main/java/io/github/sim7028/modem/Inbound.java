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
package io.github.sim7028.modem;

import java.time.Instant;

/**
 * Bytes that came in on a link: a piece of a TCP stream or one datagram.
 *
 * @param data         the bytes, at most 1500
 * @param link         the link number on which the bytes were received
 * @param remoteHost   the sender's address, null if the module does not report the sender (buffered UDP)
 * @param remotePort   the sender's port, 0 if the module does not report the sender
 * @param localPort    the module's own port, 0 when the module chose it
 * @param receivedTime when the last of these bytes was read from the line
 * @param connection   number of the connection on which the bytes were received: each opening of a link has its own number
 */
public record Inbound(
        byte[] data,
        int link,
        String remoteHost,
        int remotePort,
        int localPort,
        Instant receivedTime,
        long connection) {}
