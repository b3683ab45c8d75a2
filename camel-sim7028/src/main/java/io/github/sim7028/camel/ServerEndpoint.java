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

import io.github.sim7028.camel.management.ConsumerHealthCheck;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.modem.ModemNeeds;
import io.github.sim7028.camel.receive.Intake;
import io.github.sim7028.camel.receive.IntakeSettings;
import io.github.sim7028.camel.receive.RouteSettings;
import io.github.sim7028.camel.receive.ServerIntake;
import io.github.sim7028.camel.send.Sender;
import io.github.sim7028.camel.send.ServerSender;
import io.github.sim7028.camel.uri.ServerTarget;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;

/** {@code sim7028:tcp-server:PORT}: the module listens; receives from the clients it accepts, and sends to them. */
final class ServerEndpoint extends Sim7028Endpoint {

    private final ServerTarget target;

    ServerEndpoint(String uri, Sim7028Component component, ServerTarget target) {
        super(uri, component, target);
        this.target = target;
    }

    /** Whether another endpoint means the same server of the same modem. */
    private boolean sharesServer(Endpoint other) {
        return other instanceof ServerEndpoint server
                && getConfiguration()
                        .getModem()
                        .equals(server.getConfiguration().getModem())
                && getConfiguration().getServerIndex()
                        == server.getConfiguration().getServerIndex();
    }

    @Override
    public Producer createProducer() {
        if (getConfiguration().isSync()) {
            throw new IllegalArgumentException("sync=true is not supported by a producer to " + this
                    + ": clients send requests, and a server replies; use a consumer with sync=true to reply");
        }
        return super.createProducer();
    }

    @Override
    Intake intake(IntakeSettings settings, RouteSettings route, ConsumerHealthCheck health, ModemHandle modem)
            throws Sim7028Exception {
        ServerIntake intake = new ServerIntake(toString(), settings, route, health);
        modem.keepServer(serverSpec(), intake);
        return intake;
    }

    @Override
    Sender sender(ModemHandle modem) throws Sim7028Exception {
        return new ServerSender(
                toString(),
                modem.keepServer(serverSpec(), null),
                outboundMapper(),
                modem.profile(),
                this::sharesServer,
                controlHeaders());
    }

    @Override
    Integer serverIndex() {
        return getConfiguration().getServerIndex();
    }

    @Override
    ModemNeeds needs() {
        return new ModemNeeds(
                this, getConfiguration().getModem(), getConfiguration().neededReceiveMode(), serverSpec());
    }

    @Override
    void checkTarget() {
        serverSpec();
    }

    /** The server its producers and consumers share. */
    private ServerSpec serverSpec() {
        return getConfiguration().server(target.port());
    }

    @Override
    void requireReceivable() {
        // receives from any client
    }

    @Override
    public String getServiceUrl() {
        return ServerTarget.KIND + ":" + target.port();
    }
}
