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

import io.github.sim7028.camel.inbound.Deframer;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.util.concurrent.Executor;

/**
 * How a consumer receives, over each of its connections.
 *
 * @param queueSize how many pieces of one connection may wait for the route
 * @param whenFull  what becomes of more
 * @param overflows tells the log of full queues, of all connections together
 * @param framing   how frames are made of what comes in
 * @param pushed    whether the module pushes data, and so cannot be asked to keep any
 * @param workers   run the route
 */
public record IntakeSettings(
        int queueSize,
        WhenFull whenFull,
        LogThrottle overflows,
        Deframer.Rules framing,
        boolean pushed,
        Executor workers) {}
