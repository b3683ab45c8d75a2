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
package io.github.sim7028.modem.driver.operation;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.DiagnosticCommands.Activation;
import io.github.sim7028.at.command.DiagnosticCommands.Addresses;
import io.github.sim7028.at.command.DiagnosticCommands.Context;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.report.ContextsReport;
import io.github.sim7028.modem.report.ContextsReport.PdpContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Asks for the PDP contexts, and joins the three answers that describe them. */
@OnLoop
final class ContextQuery {

    private final OptionalQueries queries;
    private Map<Integer, Context> defined;
    private Map<Integer, Activation> activations;

    ContextQuery(AtDialogue dialogue) {
        queries = new OptionalQueries(dialogue);
    }

    CompletionStage<ContextsReport> contexts() {
        return queries.all(DiagnosticCommands.contexts())
                .thenCompose(lines -> {
                    defined = byNumber(lines, Context::number);
                    return queries.all(DiagnosticCommands.activations());
                })
                .thenCompose(lines -> {
                    activations = byNumber(lines, Activation::number);
                    return queries.all(DiagnosticCommands.addresses());
                })
                .thenCompose(lines -> queries.concludeEvenEmpty(() -> joined(byNumber(lines, Addresses::number))));
    }

    /** A module that names a number twice means the first. */
    private static <T> Map<Integer, T> byNumber(List<T> lines, ToIntFunction<T> number) {
        return lines.stream()
                .collect(Collectors.toMap(number::applyAsInt, Function.identity(), (first, again) -> first));
    }

    private ContextsReport joined(Map<Integer, Addresses> addresses) {
        TreeSet<Integer> numbers = new TreeSet<>(defined.keySet());
        numbers.addAll(activations.keySet());
        numbers.addAll(addresses.keySet());
        List<PdpContext> contexts = new ArrayList<>();
        for (int number : numbers) {
            Context context = defined.get(number);
            Activation activation = activations.get(number);
            Addresses told = addresses.get(number);
            contexts.add(new PdpContext(
                    number,
                    context == null ? null : context.type(),
                    context == null ? null : context.apn(),
                    activation == null ? null : activation.active(),
                    told != null && !told.list().isEmpty()
                            ? told.list()
                            : context == null ? List.of() : context.addresses()));
        }
        return new ContextsReport(contexts);
    }
}
