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

/**
 * A TCP server on the module: {@code tcp-server:PORT}, the port after {@code ://} as well.
 *
 * @param port the module's own port
 */
public record ServerTarget(int port) implements Target {

    public static final String KIND = "tcp-server";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String host() {
        return null;
    }

    @Override
    public String protocolName() {
        return LinkTarget.TCP;
    }
}
