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
package io.github.sim7028.modem.settings;

import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.ModemOperations;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * All settings that are global for one module. Two endpoints share a modem when they name the same profile.
 *
 * @param name     the name of the modem
 * @param line     opens the line to the modem; its {@code toString} names the device
 * @param network  SIM, APN and network
 * @param transfer sending and receiving
 * @param recovery timeouts and recovery
 * @param power    sleep
 * @param allowRawCommands whether {@link ModemOperations#command} may send raw commands
 */
public record ModemProfile(
        String name,
        LineFactory line,
        NetworkSettings network,
        TransferSettings transfer,
        RecoverySettings recovery,
        PowerSettings power,
        boolean allowRawCommands) {

    /** Settings that are named, and not shown. */
    private static final Set<String> SECRETS = Set.of("simPin", "apnUser", "apnPassword");

    public ModemProfile {
        if (power.sleeps() && transfer.transparent()) {
            throw new IllegalArgumentException("powerSaving: psm cannot be combined with accessMode=transparent, as a"
                    + " module that sleeps is woken by commands; use accessMode=command or powerSaving=off");
        }
    }

    /** A profile that allows no raw commands, of a module that is kept awake. */
    public ModemProfile(
            String name,
            LineFactory line,
            NetworkSettings network,
            TransferSettings transfer,
            RecoverySettings recovery) {
        this(name, line, network, transfer, recovery, PowerSettings.DEFAULT, false);
    }

    /** A profile with the defaults of the documentation. */
    public static ModemProfile of(String name, LineFactory line) {
        return new ModemProfile(
                name, line, NetworkSettings.DEFAULT, TransferSettings.DEFAULT, RecoverySettings.DEFAULT);
    }

    public ModemProfile with(NetworkSettings settings) {
        return new ModemProfile(name, line, settings, transfer, recovery, power, allowRawCommands);
    }

    public ModemProfile with(TransferSettings settings) {
        return new ModemProfile(name, line, network, settings, recovery, power, allowRawCommands);
    }

    public ModemProfile with(RecoverySettings settings) {
        return new ModemProfile(name, line, network, transfer, settings, power, allowRawCommands);
    }

    public ModemProfile with(PowerSettings settings) {
        return new ModemProfile(name, line, network, transfer, recovery, settings, allowRawCommands);
    }

    public ModemProfile withRawCommands(boolean allowed) {
        return new ModemProfile(name, line, network, transfer, recovery, power, allowed);
    }

    /** The settings that differ from those of another profile, in words; secrets are not shown. */
    public List<String> differencesFrom(ModemProfile other) {
        List<String> differences = new ArrayList<>();
        if (!line.toString().equals(other.line.toString())) {
            differences.add("device " + line + ", not " + other.line);
        }
        compare(network, other.network, differences);
        compare(network.attach(), other.network.attach(), differences);
        compare(transfer, other.transfer, differences);
        compare(recovery, other.recovery, differences);
        compare(power, other.power, differences);
        if (allowRawCommands != other.allowRawCommands) {
            differences.add("allowRawCommands " + allowRawCommands + ", not " + other.allowRawCommands);
        }
        return differences;
    }

    private static void compare(Record mine, Record theirs, List<String> differences) {
        for (RecordComponent setting : mine.getClass().getRecordComponents()) {
            Object here = valueOf(setting, mine);
            Object there = valueOf(setting, theirs);
            if (!Objects.equals(here, there) && !(here instanceof AttachSettings)) {
                differences.add(
                        SECRETS.contains(setting.getName())
                                ? setting.getName()
                                : setting.getName() + " " + here + ", not " + there);
            }
        }
    }

    private static Object valueOf(RecordComponent setting, Record settings) {
        try {
            return setting.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
