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
package io.github.sim7028.camel.metrics;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of a component's modems. Without Micrometer on the class path nothing happens: this class names no type of Micrometer, only
 * {@link MeterBook} does. A registry is foreign code: it is called without the lock of the component's modems and never on the loop of
 * a modem, and what it throws fails no route.
 */
public final class ModemMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(ModemMetrics.class);
    private static final String MICROMETER = "io.micrometer.core.instrument.binder.MeterBinder";

    private final Component component;
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    /** Null as long as there are no meters. */
    private volatile MeterBook book;

    private volatile boolean automatic;
    private boolean warned;

    public ModemMetrics(Component component) {
        this.component = component;
    }

    /**
     * The component starts.
     *
     * @param registered whether meters are registered with the registries that Camel's registry has
     * @param byModem    whether each modem has meters, with its name as a tag; otherwise the meters are sums over all modems
     */
    public void start(boolean registered, boolean byModem) {
        automatic = registered;
        if (book == null && onClassPath()) {
            book = new MeterBook(component);
        }
        change(() -> book.start(byModem));
        find();
    }

    /** Camel may see other libraries than the component. */
    private static boolean onClassPath() {
        try {
            Class.forName(MICROMETER, false, ModemMetrics.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Looks into Camel's registry, unless a registry of meters was found there. */
    public void find() {
        if (automatic) {
            change(() -> book.find());
        }
        update();
    }

    /** The component stops; its modems are no longer in use. */
    public void stop() {
        change(() -> book.stop());
        update();
    }

    /** Binds a registry that Camel's registry does not have, given as {@code MeterRegistry}; may come before the start. */
    public void bind(Object registry) {
        lock.lock();
        try {
            if (book == null) {
                book = new MeterBook(component);
            }
        } finally {
            lock.unlock();
        }
        change(() -> book.bind(registry));
        update();
    }

    /** A modem is in use; {@link #update()} follows. */
    public void opened(ModemReadings modem) {
        change(() -> book.opened(modem));
        if (automatic) {
            change(() -> book.find());
        }
    }

    /** A modem is no longer in use; {@link #update()} follows. */
    public void closed(ModemReadings modem) {
        change(() -> book.closed(modem));
    }

    private void change(Runnable change) {
        if (book != null) {
            changes.add(change);
        }
    }

    /** Makes the changes since the last update, in their order. */
    public void update() {
        if (changes.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            for (Runnable change = changes.poll(); change != null; change = changes.poll()) {
                make(change);
            }
        } finally {
            lock.unlock();
        }
    }

    private void make(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException | LinkageError e) {
            if (!warned) {
                warned = true;
                LOG.warn("Meters of modems are missing, because the registry of meters failed: {}", e.toString());
            }
            LOG.debug("The failure of the registry", e);
        }
    }
}
