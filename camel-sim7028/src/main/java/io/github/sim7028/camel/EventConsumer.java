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

import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.camel.group.Modems;
import io.github.sim7028.camel.group.Post;
import io.github.sim7028.camel.modem.EventTopics;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.receive.FailureReporter;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemEvent.Topic;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.modem.driver.pacing.Fence;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an exchange of each event of a modem, one after the other; of a group, those of each modem. The first one after a start or a
 * resume is the state of the modem; earlier events are not delivered.
 */
final class EventConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);

    private final FailureReporter failures = new FailureReporter(this);
    private final Set<AtModem> listening = ConcurrentHashMap.newKeySet();
    private volatile Set<Topic> topics;
    private volatile boolean suspended;
    /** Null while it is stopped. */
    private volatile Modems<AtModem> modems;

    /** Listens to one modem. */
    private final class AtModem implements Post, ModemListener {
        private final ModemHandle modem;
        private final ReentrantLock lock = new ReentrantLock();
        private boolean listens;
        private volatile boolean stopped;

        AtModem(ModemHandle modem) {
            this.modem = modem;
        }

        /** Listens, unless the consumer is suspended or has ended here: with the lock, so that the modem hears of the last change last. */
        void adjust() {
            lock.lock();
            try {
                boolean wanted = !suspended && !stopped;
                if (listens == wanted) {
                    return;
                }
                listens = wanted;
                if (wanted) {
                    modem.listen(this);
                } else {
                    modem.ignore(this);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void happened(ModemEvent event) {
            if (!stopped && topics.contains(event.topic())) {
                deliver(event, modem.profile().name());
            }
        }

        /** However the modem is given back. */
        void end() {
            stopped = true;
            listening.remove(this);
            adjust();
        }
    }

    EventConsumer(ModemEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public ModemEndpoint getEndpoint() {
        return (ModemEndpoint) super.getEndpoint();
    }

    /** Does not wait for the modem, whatever its startupMode: its coming up is what it tells. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        topics = EventTopics.parse(getEndpoint().getConfiguration().getEvents());
        suspended = false;
        modems = getEndpoint().join(this::begin);
    }

    private AtModem begin(ModemHandle modem) {
        AtModem post = new AtModem(modem);
        modem.endWith(post::end);
        listening.add(post);
        if (post.stopped) {
            listening.remove(post);
        }
        post.adjust();
        return post;
    }

    @Override
    protected void doStop() throws Exception {
        Modems<AtModem> last = modems;
        modems = null;
        if (last != null) {
            last.close();
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        suspended = true;
        listening.forEach(AtModem::adjust);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        suspended = false;
        listening.forEach(AtModem::adjust);
        super.doResume();
    }

    private void deliver(ModemEvent event, String modem) {
        Exchange[] made = new Exchange[1];
        Fence.run(
                () -> {
                    made[0] = createExchange(false);
                    describe(made[0].getMessage(), event, modem);
                    getProcessor().process(made[0]);
                },
                failure -> failed(made[0], failure));
        Exchange exchange = made[0];
        if (exchange != null) {
            if (isRefusedAtTheEnd(exchange.getException())) {
                LOG.debug("{}: an event arrived while the route was being stopped: {}", this, event);
            } else if (exchange.getException() != null) {
                failures.report("Error processing exchange", exchange, exchange.getException());
            }
            Fence.run(
                    () -> releaseExchange(exchange, false),
                    e -> LOG.debug("{}: an exchange could not be released", this, e));
        }
    }

    /** Camel takes no exchange any more while it stops, and says no more than that. */
    private boolean isRefusedAtTheEnd(Exception failure) {
        CamelContext context = getEndpoint().getCamelContext();
        return failure instanceof RejectedExecutionException
                && (context.isStopping() || context.isStopped() || !isRunAllowed());
    }

    private void failed(Exchange exchange, Throwable failure) {
        if (exchange == null) {
            failures.report("Error creating an exchange", null, failure);
        } else {
            exchange.setException(failure);
        }
    }

    private static void describe(Message message, ModemEvent event, String modem) {
        message.setBody(event);
        message.setHeader(Sim7028Constants.EVENT_TYPE, event.type());
        message.setHeader(Sim7028Constants.MODEM, modem);
        message.setHeader(Sim7028Constants.RECEIVED_TIME, event.time());
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, event.time().toEpochMilli());
        if (event instanceof ModemEvent.LinkOpened opened) {
            peer(message, opened.link(), opened.protocol(), opened.remoteHost(), opened.remotePort());
            server(message, opened.serverIndex());
        } else if (event instanceof ModemEvent.LinkClosed closed) {
            peer(message, closed.link(), closed.protocol(), closed.remoteHost(), closed.remotePort());
            server(message, closed.serverIndex());
            message.setHeader(Sim7028Constants.CLOSE_REASON, OptionNames.of(closed.reason()));
        } else if (event instanceof ModemEvent.ClientAccepted client) {
            peer(message, client.link(), "tcp", client.remoteHost(), client.remotePort());
            server(message, client.serverIndex());
        }
    }

    private static void server(Message message, Integer index) {
        if (index != null) {
            message.setHeader(Sim7028Constants.SERVER_INDEX, index);
        }
    }

    private static void peer(Message message, int link, String protocol, String host, int port) {
        message.setHeader(Sim7028Constants.LINK, link);
        message.setHeader(Sim7028Constants.PROTOCOL, protocol);
        if (host != null) {
            message.setHeader(Sim7028Constants.REMOTE_ADDRESS, host);
            message.setHeader(Sim7028Constants.REMOTE_PORT, port);
        }
    }
}
