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

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CSV file that is read again when it was changed. A file that cannot be used leaves the inventory in force that was read before. Looks at the
 * file regularly, as the file may be on a network, or may be replaced by a link.
 */
public final class WatchedFile implements InventorySource {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

    private final CsvInventory file;
    private final ScheduledExecutorService executor;
    private final Duration every;
    private Consumer<Inventory> changed;
    private Inventory inForce;
    /** The state of the file that was read last. */
    private Object read;
    /** A state that may be in the middle of a change. */
    private Object seen;

    private ScheduledFuture<?> watching;
    private volatile String trouble;

    /**
     * @param executor not shut down by this object
     * @param every    how often to look at the file; a changed file is read when it has not changed for this time
     */
    public WatchedFile(CsvInventory file, ScheduledExecutorService executor, Duration every) {
        this.file = file;
        this.executor = executor;
        this.every = every;
    }

    @Override
    public synchronized Inventory start(Consumer<Inventory> changed) throws InventoryException {
        this.changed = changed;
        try {
            read = file.stamp();
        } catch (IOException e) {
            // reading says what is wrong
            read = null;
        }
        seen = read;
        inForce = file.read();
        watching =
                executor.scheduleWithFixedDelay(this::watch, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return inForce;
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public synchronized void close() {
        if (watching != null) {
            watching.cancel(false);
        }
    }

    private void watch() {
        try {
            look();
        } catch (Throwable e) {
            // the next look follows
            LOG.error("Looking at {} failed", file, e);
        }
    }

    private void look() {
        Object now;
        try {
            now = file.stamp();
        } catch (NoSuchFileException e) {
            now = "missing";
        } catch (IOException e) {
            now = "unreadable";
        }
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || Objects.equals(now, read)) {
            return;
        }
        read = now;
        Inventory fresh;
        try {
            fresh = file.read();
        } catch (InventoryException e) {
            trouble = e.getMessage() + "; the inventory that was read before stays in force";
            LOG.warn("{}", trouble);
            return;
        }
        if (trouble != null) {
            LOG.info("{} can be used again", file);
            trouble = null;
        }
        if (!fresh.same(inForce)) {
            LOG.info("{} has changed: {} modems", file, fresh.names().size());
            inForce = fresh;
            changed.accept(fresh);
        }
    }
}
