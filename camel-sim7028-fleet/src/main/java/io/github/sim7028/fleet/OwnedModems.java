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
package io.github.sim7028.fleet;

import io.github.sim7028.camel.DefaultModemGroup;
import io.github.sim7028.camel.ModemGroup;
import io.github.sim7028.fleet.inventory.Inventory;
import io.github.sim7028.fleet.member.Modems;
import io.github.sim7028.fleet.member.Ownership;
import io.github.sim7028.fleet.member.Partitions;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * The modems of the inventory that this node owns, as a group for endpoints of {@code sim7028}. The guard of a modem's line is the ownership in which the
 * modem was gained.
 */
final class OwnedModems implements Modems {

    /** An inventory, divided as the topic of commands is. */
    private record Divided(Inventory inventory, int partitions, Map<Integer, Set<String>> modems) {

        static Divided of(Inventory inventory, int partitions) {
            Map<Integer, Set<String>> modems = new HashMap<>();
            inventory.names().forEach(modem -> modems.computeIfAbsent(
                            Partitions.of(modem, partitions), partition -> new LinkedHashSet<>())
                    .add(modem));
            return new Divided(inventory, partitions, modems);
        }
    }

    private final DefaultModemGroup group = new DefaultModemGroup();
    private final LongAdder gained = new LongAdder();
    private final LongAdder handedOver = new LongAdder();
    private final LongAdder fenced = new LongAdder();
    private volatile Inventory inventory = new Inventory(Map.of());
    private volatile Divided divided = Divided.of(inventory, 1);

    ModemGroup group() {
        return group;
    }

    Inventory inventory() {
        return inventory;
    }

    void inventory(Inventory now) {
        inventory = now;
    }

    /** How many times a modem was gained. */
    long gained() {
        return gained.sum();
    }

    /** How many times a modem was given back in order. */
    long handedOver() {
        return handedOver.sum();
    }

    /** How many times this node was cut off from a modem. */
    long fenced() {
        return fenced.sum();
    }

    @Override
    public boolean known(String modem) {
        return inventory.has(modem);
    }

    @Override
    public Set<String> of(int partition, int partitions) {
        Divided now = divided;
        if (now.partitions != partitions || now.inventory != inventory) {
            now = Divided.of(inventory, partitions);
            divided = now;
        }
        return now.modems.getOrDefault(partition, Set.of());
    }

    @Override
    public boolean ready(String modem) {
        return group.isReady(modem);
    }

    @Override
    public void gained(String modem, Ownership ownership) {
        gained.increment();
        group.add(modem, inventory.configuration(modem), () -> ownership);
    }

    @Override
    public CompletableFuture<Void> handOver(String modem) {
        handedOver.increment();
        return group.remove(modem, ModemGroup.Loss.HANDED_OVER);
    }

    @Override
    public void cut(String modem) {
        fenced.increment();
        group.remove(modem, ModemGroup.Loss.FENCED);
    }
}
