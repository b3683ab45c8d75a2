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
package io.github.sim7028.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Several virtual modems in one process, with the numbers 1, 2, 3 …: each has its own name, IMEI and SIM card, and its own random numbers
 * where the modems have one seed. The modems do not know each other.
 */
public final class VirtualModems implements AutoCloseable {

    /** How many modems there can be. */
    public static final int MOST = 10_000;

    private static final Set<String> OF_ONE = Set.of("imei", "iccid", "imsi");

    private final List<VirtualModem> modems = new ArrayList<>();
    private final List<LineFile> files = new ArrayList<>();
    private final List<Consumer<VirtualModemBuilder>> outputs = new ArrayList<>();

    private VirtualModems() {}

    /**
     * Starts modems.
     *
     * @param count 1 to {@value #MOST}
     * @param name the modems are {@code name-1}, {@code name-2} …; the only modem of a count of 1 is {@code name}
     * @param setup the settings of each modem; the seed is that of the first, each further modem has the next
     * @throws IllegalStateException when a modem of that name runs in this JVM
     */
    public static VirtualModems start(int count, String name, UnaryOperator<VirtualModemBuilder> setup) {
        VirtualModems all = new VirtualModems();
        all.add(count, name, setup);
        return all;
    }

    /**
     * Starts modems from text options, those of {@link VirtualModem#fromOptions}. The modems share the file of a transcript, in which
     * each line begins with the name of its modem.
     *
     * @throws IllegalArgumentException when an option is unknown or its value is wrong; the message names both
     */
    public static VirtualModems fromOptions(int count, String name, Map<String, String> options) {
        ModemOptions.check(options);
        Set<String> ofOne = new TreeSet<>(options.keySet());
        ofOne.retainAll(OF_ONE);
        if (count > 1 && !ofOne.isEmpty()) {
            throw new IllegalArgumentException(
                    "Simulator option " + ofOne.iterator().next() + ": " + count
                            + " modems cannot have the same one; leave the option out, and each modem gets its own");
        }
        Map<String, String> settings = new LinkedHashMap<>(options);
        settings.keySet().removeIf(ModemOptions::opensFile);
        VirtualModems all = new VirtualModems();
        try {
            all.open(options.get("transcript"), (builder, file) -> builder.transcript(file));
            all.open(options.get("hexTranscript"), (builder, file) -> builder.hexTranscript(file));
            all.open(
                    options.get("hostLog"),
                    (builder, file) -> builder.hostListener(event -> file.accept(event.toString())));
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
        all.add(count, name, builder -> {
            ModemOptions.apply(builder, settings);
            all.outputs.forEach(output -> output.accept(builder));
            return builder;
        });
        return all;
    }

    private void open(String target, BiConsumer<VirtualModemBuilder, LineFile> use) {
        if (target != null) {
            LineFile file = LineFile.open(target.strip());
            files.add(file);
            outputs.add(builder -> use.accept(builder, file));
        }
    }

    private void add(int count, String name, UnaryOperator<VirtualModemBuilder> setup) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("The number of modems must be 1 to " + MOST + ", not " + count);
        }
        try {
            if (count == 1) {
                modems.add(setup.apply(VirtualModem.builder().name(name)).start());
                return;
            }
            for (int number = 1; number <= count; number++) {
                modems.add(setup.apply(VirtualModemBuilder.numbered(name + '-' + number, number))
                        .start());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** All modems, in the order of their numbers. */
    public List<VirtualModem> all() {
        return List.copyOf(modems);
    }

    /**
     * The modem with this number.
     *
     * @param number from 1
     */
    public VirtualModem get(int number) {
        if (number < 1 || number > modems.size()) {
            throw new IllegalArgumentException("The modems have the numbers 1 to " + modems.size() + ", not " + number);
        }
        return modems.get(number - 1);
    }

    /** How many modems there are. */
    public int size() {
        return modems.size();
    }

    /**
     * Serves the UART of each modem over TCP, see {@link VirtualModem#listen}: the first at this port, each further modem at the next;
     * with port 0 at ports that the system chooses.
     *
     * @return the addresses, in the order of the modems
     */
    public List<InetSocketAddress> listen(InetSocketAddress first) throws IOException {
        return listen(first, false);
    }

    /**
     * The same with RFC 2217, see {@link VirtualModem#listenRfc2217}.
     *
     * @return the addresses, in the order of the modems
     */
    public List<InetSocketAddress> listenRfc2217(InetSocketAddress first) throws IOException {
        return listen(first, true);
    }

    private List<InetSocketAddress> listen(InetSocketAddress first, boolean rfc2217) throws IOException {
        if (first.getPort() + modems.size() - 1 > 0xffff) {
            throw new IllegalArgumentException("From port " + first.getPort() + " on there are not " + modems.size()
                    + " ports; choose a lower one, or 0 for ports that the system chooses");
        }
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (VirtualModem modem : modems) {
            int port = first.getPort() == 0 ? 0 : first.getPort() + addresses.size();
            InetSocketAddress address = new InetSocketAddress(first.getAddress(), port);
            addresses.add(rfc2217 ? modem.listenRfc2217(address) : modem.listen(address));
        }
        return addresses;
    }

    /** Closes all modems. */
    @Override
    public void close() {
        modems.forEach(VirtualModem::close);
        files.forEach(LineFile::close);
    }
}
