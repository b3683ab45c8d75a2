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
package io.github.sim7028.camel.receive;

import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hands failures to a consumer's exception handler, so that bridgeErrorHandler works. Whatever the handler throws is logged. Camel's own would log a
 * stack trace for each failure: in its place each is a WARN, what the modem has warned of nothing, and the stack trace at DEBUG.
 */
public final class FailureReporter {

    private static final Logger LOG = LoggerFactory.getLogger(FailureReporter.class);

    private final DefaultConsumer consumer;
    private final ExceptionHandler ofCamel;
    private final Logger log;
    private final LogThrottle losses = new LogThrottle();
    private final LogThrottle troubles = new LogThrottle();
    private final LogThrottle undelivered = new LogThrottle();
    private final LogThrottle handlerFailed = new LogThrottle();

    public FailureReporter(DefaultConsumer consumer) {
        this.consumer = consumer;
        // the default, as the consumer is not configured yet
        ofCamel = consumer.getExceptionHandler();
        log = LoggerFactory.getLogger(consumer.getClass());
    }

    /** The loss of a connection, of which the modem may have told the log. */
    public void lost(Sim7028Exception reason) {
        if (reason.isLogged() && consumer.getExceptionHandler() == ofCamel) {
            log.debug("{}", reason.getMessage(), reason);
        } else {
            report(losses, reason.getMessage(), null, reason);
        }
    }

    /** @param exchange null where there is none */
    public void report(String message, Exchange exchange, Throwable failure) {
        report(exchange == null ? troubles : undelivered, message, exchange, failure);
    }

    private void report(LogThrottle kind, String message, Exchange exchange, Throwable failure) {
        boolean routes = exchange != null && !(failure instanceof Sim7028Exception);
        if (routes || consumer.getExceptionHandler() != ofCamel) {
            handle(message, exchange, failure);
        } else {
            String why = failure.getMessage() != null && message.contains(failure.getMessage()) ? "" : ": " + failure;
            kind.log(log, Level.WARN, "{}{}", message, why);
            log.debug("{}", message, failure);
        }
    }

    private void handle(String message, Exchange exchange, Throwable failure) {
        Fence.run(
                () -> consumer.getExceptionHandler().handleException(message, exchange, failure),
                thrown -> handlerFailed.log(
                        LOG,
                        Level.WARN,
                        "The exception handler of {} threw {} for: {}",
                        consumer.getEndpoint(),
                        thrown,
                        message));
    }
}
