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
package io.github.sim7028.fleet.member;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The modems of the fleet. All calls return at once and never throw; those that change something come one after the other. What {@link #handOver}
 * gives back may be gained again only after its future has completed, or after {@link #cut}.
 */
public interface Modems {

    /** Whether the inventory has the modem. */
    boolean known(String modem);

    /** The modems of a partition. */
    Set<String> of(int partition, int partitions);

    /**
     * Whether a modem that this node owns can take a command now. The commands of a modem that cannot are not claimed: they wait, the next owner may send
     * them, and after {@code maxWait} they end as {@code NOT_SENT}.
     */
    default boolean ready(String modem) {
        return true;
    }

    /** This node owns the modem from now on, as long as the ownership says so. */
    void gained(String modem, Ownership ownership);

    /** The modem goes to another node: finish what has begun. Completes when nothing of the modem is left, never exceptionally. */
    CompletableFuture<Void> handOver(String modem);

    /** Another node may own the modem already: close its line at once. */
    void cut(String modem);
}
