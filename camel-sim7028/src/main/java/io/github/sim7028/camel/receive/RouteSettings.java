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

import io.github.sim7028.camel.message.InboundMapper;
import io.github.sim7028.camel.message.OutboundMapper;
import java.time.Duration;
import org.apache.camel.support.DefaultConsumer;

/**
 * The route of a consumer, and how messages come into it and replies out of it.
 *
 * @param failures    tells the consumer's exception handler
 * @param replies     makes replies, null where none are sent
 * @param sendTimeout how long sending a reply may take
 * @param datagrams   whether replies name their peer, as over UDP
 */
public record RouteSettings(
        DefaultConsumer consumer,
        FailureReporter failures,
        InboundMapper received,
        OutboundMapper replies,
        Duration sendTimeout,
        boolean datagrams) {}
