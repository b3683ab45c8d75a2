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
package io.github.sim7028.modem.driver.sim;

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where PINs that were given and not accepted are remembered: in this JVM, and in the directory of the option {@code stateDirectory},
 * one file for each name of a card or device. Not thread-safe; it waits for the disk.
 */
final class PinMemory {

    private static final String FILE = "sim7028-pin-";
    private static final int MOST_BYTES = 4096;
    private static final int MOST_NAMES = 4096;

    private final Map<String, GivenPin> here = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, GivenPin> eldest) {
            return size() > MOST_NAMES;
        }
    };

    /**
     * What is known of a card.
     *
     * @param pins    that were given to it and not accepted
     * @param trouble why the directory could not be read; null when it could
     */
    record Recollection(Collection<GivenPin> pins, String trouble) {}

    /** @param directory null for none */
    Recollection recall(SimIdentity sim, Path directory) {
        Map<String, GivenPin> pins = new HashMap<>();
        String trouble = null;
        for (String name : sim.names()) {
            keep(pins, here.get(name), sim);
            if (directory != null) {
                try {
                    keep(pins, read(directory, name), sim);
                } catch (IOException e) {
                    trouble = ForeignText.message(e.getMessage());
                }
            }
        }
        return new Recollection(pins.values(), trouble);
    }

    /** Of two notes of one giving the more careful one counts. */
    private static void keep(Map<String, GivenPin> pins, GivenPin pin, SimIdentity sim) {
        if (pin != null && pin.isOf(sim)) {
            pins.merge(pin.salt(), pin, (a, b) -> a.refused() || !b.refused() && a.left() < b.left() ? a : b);
        }
    }

    private static GivenPin read(Path directory, String name) throws IOException {
        if (Files.notExists(directory)) {
            return null;
        }
        PrivateFiles.requireDirectory(directory, false);
        Path file = directory.resolve(FILE + name);
        try {
            return GivenPin.parse(new String(PrivateFiles.read(file, MOST_BYTES), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + ForeignText.messageOf(e), e);
        }
    }

    /**
     * Remembers a PIN, in place of what was known of its card.
     *
     * @return why it is not remembered beyond this JVM; null when it is
     */
    String remember(GivenPin pin, Path directory) {
        pin.names().forEach(name -> here.put(name, pin));
        if (directory == null) {
            return "the option stateDirectory is not set";
        }
        try {
            PrivateFiles.requireDirectory(directory, false);
            for (String name : pin.names()) {
                PrivateFiles.replace(
                        directory.resolve(FILE + name), pin.toText().getBytes(StandardCharsets.UTF_8));
            }
            return null;
        } catch (IOException e) {
            return ForeignText.message("the stateDirectory " + directory + " cannot be used: " + e.getMessage());
        }
    }

    /** Forgets PINs; returns why they could not be forgotten beyond this JVM, null when they could. */
    String forget(Collection<GivenPin> pins, Path directory) {
        Set<String> names = new HashSet<>();
        pins.forEach(pin -> names.addAll(pin.names()));
        names.forEach(here::remove);
        String trouble = null;
        for (String name : names) {
            try {
                if (directory != null) {
                    Files.deleteIfExists(directory.resolve(FILE + name));
                }
            } catch (IOException e) {
                trouble = ForeignText.message("the stateDirectory " + directory + " cannot be used: " + e.getMessage());
            }
        }
        return trouble;
    }
}
