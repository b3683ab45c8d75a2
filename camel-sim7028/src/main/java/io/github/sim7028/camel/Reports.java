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

import io.github.sim7028.modem.Fence;
import io.github.sim7028.modem.LogThrottle;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Hands failures to a consumer's exception handler, so that bridgeErrorHandler works. The handler may throw what it likes. */
final class Reports {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final DefaultConsumer consumer;
    private final LogThrottle handlerFailed = new LogThrottle();

    Reports(DefaultConsumer consumer) {
        this.consumer = consumer;
    }

    /** @param exchange null where there is none */
    void report(String message, Exchange exchange, Throwable failure) {
        Fence.run(
                () -> consumer.getExceptionHandler().handleException(message, exchange, failure),
                thrown -> handlerFailed.log(
                        LOG,
                        Level.WARN,
                        "The exception handler of {} threw {} when it was told: {}",
                        consumer.getEndpoint(),
                        thrown,
                        message));
    }
}
