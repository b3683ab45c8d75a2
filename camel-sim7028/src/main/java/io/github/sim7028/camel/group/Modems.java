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
package io.github.sim7028.camel.group;

import io.github.sim7028.modem.Sim7028SendException;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** The modems of a producer or consumer, one or those of a group, and what there is at each of them. */
public interface Modems<T extends Post> {

    /**
     * What there is at the modem that a message is for; completes later while the modem is being started.
     *
     * @throws Sim7028SendException as not sent, when there is no such modem here
     */
    CompletableFuture<T> of(Message message) throws Sim7028SendException;

    /** Gives all modems back; waits for them as long as the stop timeout allows. */
    void close();
}
