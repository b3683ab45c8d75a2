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

import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import org.apache.camel.Producer;

/** {@code sim7028:tcp-server:PORT}: the module listens; receives from the clients it accepts, and sends to them. */
final class ServerEndpoint extends Sim7028Endpoint {

    private final ServerTarget target;

    ServerEndpoint(String uri, Sim7028Component component, ServerTarget target) {
        super(uri, component, target);
        this.target = target;
    }

    /** Whether both mean one server of one modem. */
    boolean sharesServer(ServerEndpoint other) {
        return getConfiguration().getModem().equals(other.getConfiguration().getModem())
                && getConfiguration().getServerIndex()
                        == other.getConfiguration().getServerIndex();
    }

    @Override
    public Producer createProducer() {
        if (getConfiguration().isSync()) {
            throw new IllegalArgumentException("sync=true means nothing for a producer to " + this
                    + ": clients ask, a server answers; let a consumer with sync=true answer them");
        }
        return super.createProducer();
    }

    @Override
    Intake intake(Sim7028Consumer consumer, ModemShare share) throws Sim7028Exception {
        ServerIntake intake = new ServerIntake(consumer, share.profile());
        share.keepServer(serverSpec(), intake);
        return intake;
    }

    @Override
    Sender sender(ModemShare share) throws Sim7028Exception {
        return new ServerSender(this, share.keepServer(serverSpec(), null), share.profile());
    }

    @Override
    void checkTarget() {
        serverSpec();
    }

    /** The server its producers and consumers share. */
    ServerSpec serverSpec() {
        return getConfiguration().server(target.port());
    }

    @Override
    void requireReceivable() {
        // whoever connects is heard
    }

    @Override
    public String getServiceUrl() {
        return ServerTarget.KIND + ":" + target.port();
    }
}
