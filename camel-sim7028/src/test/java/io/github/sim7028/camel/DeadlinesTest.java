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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.concurrent.SizedScheduledExecutorService;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    @Test
    void moreDeadlinesThanCamelsDefaultAllowsCanBeWaitedForAndCancelledOnesAreNotKept() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Sim7028Component component = new Sim7028Component();
            component.getConfiguration().setDevice("simulator://unused");
            camel.addComponent("sim7028", component);
            camel.start();

            List<ScheduledFuture<?>> deadlines = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                deadlines.add(component.timer().schedule(() -> {}, 1, TimeUnit.HOURS));
            }
            deadlines.forEach(deadline -> deadline.cancel(false));

            assertThat(component.timer())
                    .isInstanceOfSatisfying(SizedScheduledExecutorService.class, timer -> assertThat(
                                    timer.getScheduledThreadPoolExecutor().getQueue())
                            .isEmpty());
        }
    }
}
