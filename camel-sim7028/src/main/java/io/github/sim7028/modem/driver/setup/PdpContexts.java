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
package io.github.sim7028.modem.driver.setup;

import io.github.sim7028.at.command.DiagnosticCommands.Activation;
import io.github.sim7028.at.command.DiagnosticCommands.Context;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.NetworkSettings;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The PDP contexts of a module, and which of them is the driver's. */
public final class PdpContexts {

    /** The context that a SIM7028 makes and activates by itself. */
    private static final int OWN = 0;

    /** The context of the note (3.1.2). */
    private static final int OF_THE_NOTE = 1;

    /** A network may answer with the access point's full name, which ends with the operator's identifier (3GPP TS 23.003, 9.1). */
    private static final String OPERATOR = "(?:\\.mnc[0-9]{2,3}\\.mcc[0-9]{3}\\.gprs)?";

    private static final String BOTH_VERSIONS = "IPV4V6";

    private final NetworkSettings network;
    private final List<Context> defined;

    public PdpContexts(NetworkSettings network, List<Context> defined) {
        this.network = network;
        this.defined = defined.stream()
                .filter(context -> context.number() <= AttachSettings.HIGHEST_CONTEXT)
                .toList();
    }

    /**
     * The context to use: of the option contextId, the active one, the module's own, or the note's.
     *
     * @param activations empty if the module does not tell them: then one with an address is active
     */
    public int choose(List<Activation> activations) {
        if (network.attach().contextId() != AttachSettings.AUTO_CONTEXT) {
            return network.attach().contextId();
        }
        Stream<Integer> told = activations.isEmpty()
                ? defined.stream()
                        .filter(context -> !context.addresses().isEmpty())
                        .map(Context::number)
                : activations.stream().filter(Activation::active).map(Activation::number);
        List<Integer> active = told.filter(number -> number <= AttachSettings.HIGHEST_CONTEXT && !loopback(number))
                .sorted()
                .toList();
        if (active.isEmpty()) {
            return defined.stream().anyMatch(context -> context.number() == OWN) ? OWN : OF_THE_NOTE;
        }
        return active.stream().filter(this::fits).findFirst().orElse(active.get(0));
    }

    /** Whether there is but one choice, whichever contexts are active: the option contextId, or the module's own one, alone. */
    boolean isObvious() {
        return network.attach().contextId() != AttachSettings.AUTO_CONTEXT
                || defined.size() == 1 && defined.get(0).number() == OWN;
    }

    private boolean loopback(int number) {
        return defined.stream()
                .filter(context -> context.number() == number)
                .flatMap(context -> context.addresses().stream())
                .anyMatch(AddressQuery::isLoopback);
    }

    /** Whether a context has the access point and the IP version of the options; anything fits where no access point is wanted. */
    public boolean fits(int number) {
        return network.apn() == null
                || defined.stream()
                        .filter(context -> context.number() == number)
                        .anyMatch(this::fits);
    }

    private boolean fits(Context context) {
        String wanted = Pattern.quote(network.apn().toLowerCase(Locale.ROOT));
        boolean serves = context.type().equals(network.ipFamily().pdpType())
                || context.type().equals(BOTH_VERSIONS);
        return serves && context.apn().toLowerCase(Locale.ROOT).matches(wanted + OPERATOR);
    }

    /** The number of a context with the wanted access point; -1 if there is none. */
    int fitting() {
        return defined.stream()
                .filter(this::fits)
                .mapToInt(Context::number)
                .findFirst()
                .orElse(-1);
    }

    /** What is set in a context, in words. */
    String words(int number) {
        return defined.stream()
                .filter(context -> context.number() == number && !context.apn().isEmpty())
                .map(context -> "APN '" + context.apn() + "' (" + context.type() + ")")
                .findFirst()
                .orElse("no APN");
    }
}
