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
package io.github.sim7028.fleet;

import io.github.sim7028.camel.message.SendObserver;
import io.github.sim7028.camel.receive.FailureReporter;
import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.fleet.member.CommandRunner;
import io.github.sim7028.fleet.member.Outcome;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.driver.pacing.Fence;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an exchange of each command that this node has claimed; how the exchange ends is the command's outcome. As long as the consumer is started, this
 * node is a member of the fleet.
 */
public class CommandConsumer extends DefaultConsumer implements CommandRunner, Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(CommandConsumer.class);

    private final FailureReporter failures = new FailureReporter(this);
    private final ExceptionHandler ofCamel = getExceptionHandler();
    /** Null while it is stopped. */
    private volatile ExecutorService workers;

    private volatile ModemQueues queues;
    private volatile FleetMember member;

    CommandConsumer(FleetEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public FleetEndpoint getEndpoint() {
        return (FleetEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        workers = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newCachedThreadPool(this, "Sim7028FleetCommand");
        queues = new ModemQueues(workers);
        member = getEndpoint().getComponent().join(this);
    }

    /** The node leaves the fleet in order; when this method returns, this node owns no modem. */
    @Override
    protected void doStop() throws Exception {
        member = null;
        getEndpoint().getComponent().leave(this);
        if (workers != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(workers);
            workers = null;
        }
        super.doStop();
    }

    /** The node keeps its modems, and starts no command. */
    @Override
    protected void doSuspend() throws Exception {
        suspend(true);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        suspend(false);
        super.doResume();
    }

    private void suspend(boolean suspended) {
        FleetMember now = member;
        if (now != null) {
            now.node().suspend(suspended);
        }
    }

    /** Camel suspends a route in the same way as it stops one: commands that have begun end, and the node stays in the fleet. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        suspend(true);
        if (getEndpoint().getCamelContext().isStopping()) {
            // the other nodes need not wait for a modem that does not answer
            leaveSoon();
        }
        return true;
    }

    private void leaveSoon() {
        FleetMember now = member;
        if (now != null) {
            now.node().leave();
        }
    }

    @Override
    public int getPendingExchangesSize() {
        FleetMember now = member;
        return now == null ? 0 : now.node().status().underWay();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (!suspendOnly) {
            // doStop ends what is left
            leaveSoon();
        }
    }

    @Override
    public void run(Command command, java.util.function.Consumer<Outcome> done) {
        queues.execute(
                command.modem(),
                () -> new Passage(command, done).run(),
                failure -> done.accept(Outcome.notSent(
                        failure instanceof RejectedExecutionException
                                ? "this node stops"
                                : "no thread could be had for the command: " + ForeignText.messageOf(failure))));
    }

    /** One command on its way through the route. */
    private final class Passage {

        private final Command command;
        private final java.util.function.Consumer<Outcome> done;
        private final CommandOutcome outcome;
        private final AtomicBoolean ended = new AtomicBoolean();
        private Exchange exchange;

        Passage(Command command, java.util.function.Consumer<Outcome> done) {
            this.command = command;
            this.done = done;
            this.outcome = new CommandOutcome(command);
        }

        void run() {
            Fence.run(this::route, this::broken);
        }

        private void route() {
            exchange = createExchange(false);
            exchange.setProperty(SendObserver.PROPERTY, outcome);
            Message message = exchange.getMessage();
            RecordHeaders.toMessage(command.headers(), message);
            message.setHeader(FleetConstants.MODEM, command.modem());
            message.setHeader(FleetConstants.COMMAND_ID, command.id());
            message.setHeader(FleetConstants.PARTITION, command.partition());
            message.setHeader(FleetConstants.OFFSET, command.offset());
            message.setBody(command.body());
            getAsyncProcessor().process(exchange, doneSync -> end());
        }

        private void broken(Throwable failure) {
            if (exchange == null) {
                failures.report("Error creating an exchange", null, failure);
                done.accept(Outcome.notSent("no exchange could be made of the command: " + failure));
            } else if (ended.get()) {
                failures.report("Error after processing " + command, exchange, failure);
            } else {
                exchange.setException(failure);
                end();
            }
        }

        private void end() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            done.accept(outcome());
            Exception failure = exchange.getException();
            if (failure instanceof Sim7028SendException && getExceptionHandler() == ofCamel) {
                // the outcome says it, and a modem that is down has told the log
                LOG.debug("{}: {}", command, failure.getMessage(), failure);
            } else if (failure != null) {
                failures.report("Error processing " + command, exchange, failure);
            }
            Fence.run(() -> releaseExchange(exchange, false), e -> {});
        }

        /** Headers and exceptions are those of the route, and may fail when they are read. */
        private Outcome outcome() {
            try {
                return outcome.of(exchange);
            } catch (Throwable e) {
                failures.report("Error reading the outcome of " + command, exchange, e);
                return Outcome.unknown("the end of the route could not be read: " + ForeignText.messageOf(e));
            }
        }
    }
}
