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
package io.github.sim7028.camel;

/**
 * A TCP server on the module: {@code tcp-server:PORT}, the port after {@code ://} as well.
 *
 * @param port the module's own port
 */
record ServerTarget(int port) implements Target {

    static final String KIND = "tcp-server";
    static final String FORM = "sim7028:tcp-server:PORT";

    static ServerTarget parse(String rest) {
        // a URI built of parameters leaves the host's place empty
        String port = rest.startsWith(":") ? rest.substring(1) : rest;
        if (port.isEmpty()) {
            throw new IllegalArgumentException("port is missing: write " + FORM);
        }
        if (port.indexOf(':') >= 0) {
            throw new IllegalArgumentException("port: " + Target.shown(port)
                    + " is not a port alone; a server listens on the module's own address: write " + FORM);
        }
        return new ServerTarget(Target.port(port));
    }

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
