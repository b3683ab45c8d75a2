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
package io.github.sim7028.camel.uri;

/** The part of an endpoint's URI before the question mark; read by {@link TargetParser}. */
public interface Target {

    /** The first part of the path: {@code tcp}, {@code udp}, {@code tcp-server} or {@code modem}. */
    String kind();

    /** The peer, or the modem's name; null for none. */
    String host();

    /** The peer's port or the module's own, 0 for none. */
    int port();

    /** The protocol of the target's links: {@code tcp} or {@code udp}. */
    default String protocolName() {
        return kind();
    }

    default boolean isUdp() {
        return false;
    }
}
