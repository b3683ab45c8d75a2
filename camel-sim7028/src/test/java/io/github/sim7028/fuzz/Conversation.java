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
package io.github.sim7028.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.StepRig;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testfuzz.FuzzInput;
import io.github.sim7028.testfuzz.ThreadLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole driver against a module that does what a fuzzer likes, and then behaves. Whatever it did: nothing fails inside, no message is confirmed of which
 * the module never said so, none is "not sent" whose bytes left, commands and log lines are few, and then all is well again.
 */
final class Conversation {

    /** How long a module must behave at most until a message goes through. */
    private static final Duration RECOVERY = Duration.ofMinutes(45);

    private static final int MOST_STEPS = 40;
    private static final int MOST_MESSAGES = 12;

    /** What a minute may cost, on average of a conversation, beside what bringing up costs. */
    private static final int COMMANDS_A_MINUTE = 120;

    private static final int WARNINGS_A_MINUTE = 30;
    private static final int ONCE = 400;

    private static final Pattern CONFIRMATION = Pattern.compile("\\+CIPSEND: ?\\d+, ?\\d+, ?\\d+|\\+CIPACK: ?\\d+");
    private static final List<Duration> TIMES = List.of(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(3));

    private final FuzzInput input;
    private final FuzzedModule module;
    private final StepRig rig;
    private final Collector receiver = new Collector();
    private final List<Message> messages = new ArrayList<>();

    private record Message(String text, CompletableFuture<Receipt> future, int saidBefore) {}

    private Conversation(byte[] bytes) {
        input = new FuzzInput(bytes);
        module = new FuzzedModule(input);
        rig = new StepRig(module, profile -> profile);
        module.plug(rig);
    }

    static void hold(byte[] bytes) throws Sim7028Exception {
        try (ThreadLog log = ThreadLog.open()) {
            Conversation conversation = new Conversation(bytes);
            try {
                conversation.run();
            } finally {
                // says why, if something failed inside
                log.check();
            }
            conversation.check(log);
        }
    }

    private void run() throws Sim7028Exception {
        ModemLease lease = rig.lease();
        LinkLease tcp = lease.link(VirtualRig.PEER, receiver);
        LinkLease udp = null;
        for (int left = MOST_STEPS; left > 0 && !input.isOver(); left--) {
            switch (input.below(10)) {
                case 0 -> rig.passUntil(() -> rig.modem().status().state() == ModemState.READY, Duration.ofMinutes(1));
                case 1, 2 -> send(tcp);
                case 3 -> {
                    udp = udp == null ? lease.link(LinkSpec.udp("10.0.0.9", 1000), receiver) : udp;
                    send(udp);
                }
                case 4 -> module.say(module.pieces(""));
                case 5 -> module.reboot(true);
                case 6 -> module.reboot(false);
                case 7 -> rig.unplug();
                case 8 -> tcp.reconnect("the fuzzer wants that");
                default -> rig.pass(input.of(TIMES));
            }
            rig.settle();
        }
        if (!input.isOver()) {
            // what is left is for the answers to come
            rig.passUntil(input::isOver, Duration.ofMinutes(2));
            input.rest();
        }
        recover(tcp);
        rig.passUntil(() -> messages.stream().allMatch(message -> message.future.isDone()), Duration.ofMinutes(10));
    }

    private CompletableFuture<Receipt> send(LinkLease link) {
        String text = "<message " + messages.size() + ">";
        CompletableFuture<Receipt> future = new CompletableFuture<>();
        if (messages.size() < MOST_MESSAGES || input.isOver()) {
            future = link.send(VirtualRig.outbound(text));
            messages.add(new Message(text, future, module.said().length()));
        }
        return future;
    }

    /** A message that fails is sent again, as a route would do; one that goes through shows that all is well. */
    private void recover(LinkLease link) {
        send(link);
        boolean well = rig.passUntil(
                () -> {
                    Message latest = messages.get(messages.size() - 1);
                    if (latest.future.isCompletedExceptionally()) {
                        send(link);
                        return false;
                    }
                    return latest.future.isDone();
                },
                RECOVERY);
        if (!well) {
            throw new AssertionError("nothing goes through " + RECOVERY + " after the module has begun to behave: "
                    + rig.modem().status());
        }
    }

    private void check(ThreadLog log) {
        for (Message message : messages) {
            assertThat(message.future).as(message.text).isDone();
            check(message);
        }
        assertThat(receiver.bytes().length)
                .as("bytes handed over")
                .isLessThanOrEqualTo(module.said().length());
        long minutes = Duration.ofNanos(rig.timer.nanoTime()).minusHours(1).toMinutes();
        assertThat(module.commands()).as("commands in " + minutes + " minutes").isLessThan((int)
                (ONCE + COMMANDS_A_MINUTE * minutes));
        assertThat(log.warnings())
                .as("warnings in " + minutes + " minutes: " + log.lines())
                .isLessThan((int) (ONCE + WARNINGS_A_MINUTE * minutes));
        rig.close();
        log.check();
    }

    private void check(Message message) {
        SendOutcome failure = failure(message.future);
        boolean left = module.heard().indexOf(message.text) >= 0;
        if (failure == SendOutcome.NOT_SENT) {
            assertThat(left).as(message.text + " is not sent, and left").isFalse();
        } else if (failure == null) {
            assertThat(left).as(message.text + " is confirmed, and has left").isTrue();
            Matcher said = CONFIRMATION.matcher(module.said());
            assertThat(said.find(message.saidBefore))
                    .as(message.text + " is confirmed, and the module said so")
                    .isTrue();
        }
    }

    /** Null if it is confirmed. */
    private static SendOutcome failure(CompletableFuture<Receipt> future) {
        try {
            future.join();
            return null;
        } catch (CompletionException e) {
            return ((Sim7028SendException) e.getCause()).getOutcome();
        }
    }
}
