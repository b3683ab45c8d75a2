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
package io.github.sim7028.fleet.kafka;

import io.github.sim7028.line.util.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How Kafka removes the old records of a topic. */
public final class CleanupPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(CleanupPolicy.class);
    private static final int LIMIT_MILLIS = 1_000;

    private final Map<String, Object> properties;

    /** @param properties of the client that asks */
    public CleanupPolicy(Map<String, Object> properties) {
        this.properties = properties;
    }

    /**
     * Refuses a topic in which a later record of a key replaces an earlier one. Where Kafka does not say, for example without the permission
     * DescribeConfigs, nothing is refused.
     *
     * @throws KafkaException if the topic is compacted
     */
    public void requireDelete(String topic) {
        String policy = of(topic);
        if (policy != null && policy.contains("compact")) {
            throw new KafkaException(
                    "the topic " + topic + " has cleanup.policy=" + ForeignText.shown(policy)
                            + ": Kafka would remove commands before they are sent, without an outcome. Set cleanup.policy=delete");
        }
    }

    private String of(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Admin admin = Admin.create(properties);
        try {
            ConfigEntry entry = admin.describeConfigs(
                            List.of(resource), new DescribeConfigsOptions().timeoutMs(LIMIT_MILLIS))
                    .all()
                    .get(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .get(resource)
                    .get("cleanup.policy");
            return entry == null ? null : entry.value();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Kafka does not say how the topic {} is cleaned", topic, e);
            return null;
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
