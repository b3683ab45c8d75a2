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

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sim7028.camel.Sim7028Constants;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends telemetry to Kafka. The exchange is done when Kafka has acknowledged the record. */
public class TelemetryProducer extends DefaultAsyncProducer {

    /** Null while it is stopped. */
    private volatile TelemetryPublisher publisher;

    private volatile Executor workers;

    TelemetryProducer(FleetEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public FleetEndpoint getEndpoint() {
        return (FleetEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        publisher = getEndpoint().getComponent().telemetry();
        workers = getEndpoint().getComponent().workers();
    }

    @Override
    protected void doStop() throws Exception {
        publisher = null;
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        TelemetryPublisher now = publisher;
        ProducerRecord<String, byte[]> telemetry;
        try {
            if (now == null) {
                throw new IllegalStateException(getEndpoint() + " is stopped");
            }
            telemetry = telemetry(exchange.getMessage());
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        // the route does not go on on Kafka's own thread
        now.publish(telemetry)
                .whenCompleteAsync(
                        (v, failure) -> {
                            if (failure != null) {
                                exchange.setException(failure);
                            }
                            callback.done(false);
                        },
                        this::onWorker);
        return false;
    }

    /** Once the workers have stopped, whatever ends ends here. */
    private void onWorker(Runnable end) {
        try {
            workers.execute(end);
        } catch (RejectedExecutionException e) {
            end.run();
        }
    }

    private ProducerRecord<String, byte[]> telemetry(Message message) throws Exception {
        String modem = message.getHeader(FleetConstants.MODEM, String.class);
        if (modem == null || modem.isBlank()) {
            throw new IllegalArgumentException("the header " + FleetConstants.MODEM
                    + " is missing: the name of the modem is the key of the record");
        }
        FleetConfiguration configuration = getEndpoint().getComponent().getConfiguration();
        byte[] body = message.getBody() == null ? new byte[0] : message.getMandatoryBody(byte[].class);
        ProducerRecord<String, byte[]> telemetry = new ProducerRecord<>(configuration.getUpTopic(), modem, body);
        RecordHeaders.toRecord(message, telemetry.headers());
        telemetry.headers().add("node", configuration.settings().node().getBytes(UTF_8));
        Instant received = message.getHeader(Sim7028Constants.RECEIVED_TIME, Instant.class);
        if (received != null) {
            telemetry.headers().add("received", received.toString().getBytes(UTF_8));
        }
        return telemetry;
    }
}
