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
package io.github.sim7028.simulator.control;

import io.github.sim7028.simulator.VirtualModem;
import java.util.function.Consumer;

/** What a command does to one modem. */
@FunctionalInterface
interface Effect {

    /**
     * The result.
     *
     * @param text what the command tells, empty for nothing
     * @param undo restores what was before; null where nothing has changed that lasts
     */
    record Done(String text, Runnable undo) {}

    /** Does it. {@code forTime} whether it is undone after a time. */
    Done on(VirtualModem modem, boolean forTime);

    /** One that tells nothing and cannot be undone. */
    static Effect of(Consumer<VirtualModem> action) {
        return (modem, forTime) -> {
            action.accept(modem);
            return new Done("", null);
        };
    }
}
