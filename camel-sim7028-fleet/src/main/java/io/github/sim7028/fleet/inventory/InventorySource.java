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
package io.github.sim7028.fleet.inventory;

import java.util.function.Consumer;

/** Where the modems of the fleet are listed: a {@link WatchedFile} or a {@link TopicInventory}. */
public interface InventorySource extends AutoCloseable {

    /**
     * Reads the whole inventory, and follows its changes from then on. Called once.
     *
     * @param changed gets each later inventory that differs from the one before, on a thread of the source, one after the other; what it throws is
     *                logged
     * @throws InventoryException if no inventory can be read, or the inventory cannot be used
     */
    Inventory start(Consumer<Inventory> changed) throws InventoryException;

    /** What of the source is not used, and why; null if all is used. */
    String trouble();

    /** Stops to follow the source. */
    @Override
    void close();
}
