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
package io.github.sim7028.kit;

import io.github.sim7028.testlog.LogGate;
import net.jqwik.api.lifecycle.AfterContainerHook;
import net.jqwik.api.lifecycle.BeforeContainerHook;
import net.jqwik.api.lifecycle.ContainerLifecycleContext;

/** Holds the log of a class of properties against its {@link io.github.sim7028.testlog.ExpectedLog}s, as JUnit Jupiter does for its classes. */
public final class GuardedLog implements BeforeContainerHook, AfterContainerHook {

    @Override
    public void beforeContainer(ContainerLifecycleContext context) {
        context.optionalContainerClass().ifPresent(LogGate::begin);
    }

    @Override
    public void afterContainer(ContainerLifecycleContext context) {
        context.optionalContainerClass().ifPresent(LogGate::end);
    }

    @Override
    public int beforeContainerProximity() {
        return 0;
    }

    @Override
    public int afterContainerProximity() {
        return 0;
    }
}
