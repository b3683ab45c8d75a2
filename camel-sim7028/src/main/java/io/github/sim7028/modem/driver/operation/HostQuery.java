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
package io.github.sim7028.modem.driver.operation;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.Ping;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.report.HostPing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Lets the module ping a host. */
@OnLoop
final class HostQuery {

    private final AtDialogue dialogue;

    HostQuery(AtDialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** @throws IllegalArgumentException for a host that must not be sent */
    CompletionStage<HostPing> ping(String host) {
        return dialogue.execute(new Ping(host, AtCommand.Urgency.QUESTION), Ping.LIMIT_MILLIS)
                .thenApply(echoes -> report(host, echoes));
    }

    private static HostPing report(String host, Ping.Echoes echoes) {
        List<Duration> times = echoes.times().stream().sorted().toList();
        boolean timed = !times.isEmpty();
        return new HostPing(
                host,
                echoes.answered() > 0,
                echoes.address(),
                echoes.sent(),
                echoes.answered(),
                timed ? times.get(0) : null,
                timed ? times.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(times.size()) : null,
                timed ? times.get(times.size() - 1) : null);
    }
}
