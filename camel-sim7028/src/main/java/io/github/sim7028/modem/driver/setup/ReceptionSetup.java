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

import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.setup.OptionalCommands.Answer;
import io.github.sim7028.modem.driver.status.ReceiveModes;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.TransferSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How the module hands over received data (2.1.5, 2.1.8, 2.1.13). Buffered reception needs AT+CIPRXGET; push needs a length and a link number
 * with the data, so AT+CIPHEAD and AT+CIPCCFG. With {@code receiveMode=auto} the one takes the place of the other.
 */
@OnLoop
final class ReceptionSetup {

    private final TransferSettings transfer;
    private final OptionalCommands optional;
    private final RefusedSettings refusals;
    /** Whether data is to be buffered; later whether it is. */
    private boolean buffered;

    private ReceiveModes modes = ReceiveModes.BOTH;
    private boolean numbersLinks;
    private boolean showsHeader;
    /** Whether the module was told to buffer, which it does not do by itself. */
    private boolean toldToBuffer;
    /** What push lacks. */
    private Lack lack;

    private record Lack(String command, String refusal, String without) {}

    ReceptionSetup(
            TransferSettings transfer,
            OptionalCommands optional,
            RefusedSettings refusals,
            boolean bufferedIfPossible) {
        this.transfer = transfer;
        this.optional = optional;
        this.refusals = refusals;
        buffered = bufferedIfPossible;
    }

    /** Whether data stays in the module until it is read. */
    boolean buffered() {
        return buffered;
    }

    ReceiveModes modes() {
        return modes;
    }

    /** How to find out whether the module still has these settings. */
    SettingsProof proof() {
        Supplier<AtCommand<Boolean>> afterBoot = numbersLinks
                ? StandardCommands::linkNumbersShown
                : toldToBuffer ? StandardCommands::receivesBuffered : null;
        return new SettingsProof(showsHeader ? StandardCommands::headerShown : afterBoot, afterBoot);
    }

    /** AT+CIPCCFG: what else it sets the driver can do without. */
    CompletionStage<Void> linkNumbers() {
        Supplier<AtCommand<Void>> parameters = () -> StandardCommands.socketParameters(
                transfer.retransmissions(),
                transfer.receiveDelay().toMillis(),
                transfer.minRetransmissionTimeout().toMillis());
        return optional.attempt(parameters).thenAccept(answer -> {
            numbersLinks = answer.taken();
            if (!answer.taken()) {
                String command = parameters.get().shown();
                lack(command, answer, "without which pushed data has no link number");
                refusals.refused(
                        command,
                        answer.refusal(),
                        "the module uses its own values for retransmissions, minRetransmissionTimeout and receiveDelay");
            }
        });
    }

    /** AT+CIPHEAD: a header that is shown already is as good. */
    CompletionStage<Void> lengths() {
        return optional.attempt(StandardCommands::showHeader).thenCompose(answer -> {
            showsHeader = answer.taken();
            return showsHeader
                    ? BringUpSteps.done()
                    : optional.attempt(StandardCommands::headerShown).thenAccept(shown -> {
                        showsHeader = shown.taken() && shown.value();
                        if (!showsHeader) {
                            lack(
                                    StandardCommands.showHeader().shown(),
                                    answer,
                                    "without which pushed data has no length");
                        }
                    });
        });
    }

    private void lack(String command, Answer<?> answer, String without) {
        lack = new Lack(command, answer.refusal(), without);
    }

    /** The other mode, or the same again. */
    CompletionStage<Void> mode(boolean bufferedIfPossible) {
        buffered = bufferedIfPossible;
        modes = ReceiveModes.BOTH;
        return mode();
    }

    /** AT+CIPRXGET, or what is left without it. */
    CompletionStage<Void> mode() {
        if (transfer.transparent()) {
            return set(false).thenAccept(pushed -> buffered = false);
        }
        return buffered ? buffer() : push();
    }

    private CompletionStage<Void> buffer() {
        return optional.attempt(() -> StandardCommands.receiveBuffered(true)).thenCompose(answer -> {
            toldToBuffer = answer.taken();
            if (toldToBuffer) {
                return buffering();
            }
            return isBuffered().thenCompose(already -> already ? buffering() : pushInstead(answer));
        });
    }

    private CompletionStage<Void> buffering() {
        buffered = true;
        if (lack != null) {
            modes = ReceiveModes.BUFFERED_ONLY;
            refusals.refused(
                    lack.command(),
                    lack.refusal(),
                    transfer.receiveMode() == ReceiveMode.AUTO
                            ? "received data stays buffered, also for UDP consumers: the senders and the borders of"
                                    + " datagrams are unknown"
                            : null);
        }
        return BringUpSteps.done();
    }

    private CompletionStage<Void> pushInstead(Answer<Void> answer) {
        String command = StandardCommands.receiveBuffered(true).shown();
        if (lack != null) {
            return impossible();
        }
        if (transfer.receiveMode() == ReceiveMode.BUFFERED) {
            return OptionalCommands.missing(
                    command,
                    answer.refusal(),
                    "which receiveMode=buffered needs: set receiveMode=push or receiveMode=auto");
        }
        refusals.refused(
                command, answer.refusal(), "received data is pushed, so a slow route cannot slow down its peer");
        modes = ReceiveModes.PUSH_ONLY;
        buffered = false;
        return BringUpSteps.done();
    }

    private CompletionStage<Void> push() {
        if (lack != null) {
            return transfer.receiveMode() == ReceiveMode.AUTO
                    ? buffer()
                    : OptionalCommands.missing(
                            lack.command(), lack.refusal(), lack.without() + ": set receiveMode=buffered");
        }
        return set(false).thenCompose(pushed -> {
            if (!pushed) {
                return transfer.receiveMode() == ReceiveMode.AUTO
                        ? buffering()
                        : BringUpSteps.hopeless("the module keeps received data buffered and its firmware refuses "
                                + StandardCommands.receiveBuffered(false).shown() + ": set receiveMode=buffered");
            }
            return BringUpSteps.done();
        });
    }

    /** Has data pushed, which a module does by itself. Completes with whether it does. */
    private CompletionStage<Boolean> set(boolean buffering) {
        return optional.attempt(() -> StandardCommands.receiveBuffered(buffering))
                .thenCompose(answer -> {
                    if (answer.taken()) {
                        return CompletableFuture.completedFuture(true);
                    }
                    return isBuffered().thenApply(stays -> {
                        modes = stays ? ReceiveModes.BUFFERED_ONLY : ReceiveModes.PUSH_ONLY;
                        return !stays;
                    });
                });
    }

    private CompletionStage<Boolean> isBuffered() {
        return optional.ask(StandardCommands::receivesBuffered, false, null);
    }

    private CompletionStage<Void> impossible() {
        return OptionalCommands.missing(
                lack.command(),
                lack.refusal(),
                lack.without() + ", and "
                        + StandardCommands.receiveBuffered(true).shown()
                        + ", which buffered reception needs: nothing can be received with this firmware");
    }
}
