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
package io.github.sim7028.simulator.fault;

import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** What a fault does. The {@link FaultKind}s say what each action means; who carries it out sees it from its role here. */
public sealed interface FaultAction {

    /** Changes the bytes of a line, or of each line of an answer. */
    sealed interface OnLine extends FaultAction {

        /**
         * The bytes that go out instead.
         *
         * @param noise makes so many random bytes
         */
        byte[] applyTo(byte[] line, IntFunction<byte[]> noise);
    }

    /** Concerns a command before it is done. */
    sealed interface OnCommand extends FaultAction {

        /** Does its part to the command. */
        void applyTo(CommandFaultTarget command);
    }

    /** Concerns the whole module; such a fault may go by the clock. */
    sealed interface OnModule extends FaultAction {

        /** Does its part to the module. */
        void applyTo(ModuleFaultTarget module);
    }

    /** See {@link FaultKind#DELAY}; by chance between the two times. */
    record Delay(Duration least, Duration most) implements FaultAction {

        /** Checks the order. */
        public Delay {
            if (least.compareTo(most) > 0) {
                throw new IllegalArgumentException("delay needs the shorter time first");
            }
        }
    }

    /** See {@link FaultKind#REPEAT}. */
    record Repeat(Duration later) implements FaultAction {}

    /** See {@link FaultKind#DROP}. */
    record Drop() implements OnLine {

        @Override
        public byte[] applyTo(byte[] line, IntFunction<byte[]> noise) {
            return LineBytes.NONE;
        }
    }

    /** See {@link FaultKind#CUT}. */
    record Cut(int bytes) implements OnLine {

        /** Checks the number. */
        public Cut {
            checkBytes(FaultKind.CUT, bytes);
        }

        @Override
        public byte[] applyTo(byte[] line, IntFunction<byte[]> noise) {
            return LineBytes.first(line, bytes);
        }
    }

    /** See {@link FaultKind#DOUBLE}. */
    record Twice() implements OnLine {

        @Override
        public byte[] applyTo(byte[] line, IntFunction<byte[]> noise) {
            return LineBytes.join(line, line);
        }
    }

    /** See {@link FaultKind#REPLACE}. */
    record Replace(List<String> lines) implements OnLine, OnCommand {

        @Override
        public byte[] applyTo(byte[] line, IntFunction<byte[]> noise) {
            return LineBytes.of(lines);
        }

        @Override
        public void applyTo(CommandFaultTarget command) {
            command.answerInstead(lines);
        }
    }

    /** See {@link FaultKind#BEFORE}. */
    record Before(List<String> lines) implements OnLine, OnCommand, OnModule {

        @Override
        public byte[] applyTo(byte[] line, IntFunction<byte[]> noise) {
            return LineBytes.join(LineBytes.of(lines), line);
        }

        @Override
        public void applyTo(CommandFaultTarget command) {
            command.sayBefore(lines);
        }

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.sayLines(lines);
        }
    }

    /** See {@link FaultKind#INSERT}. */
    record Insert(List<String> lines) implements OnLine {

        @Override
        public byte[] applyTo(byte[] line, IntFunction<byte[]> noise) {
            return LineBytes.insert(line, LineBytes.of(lines));
        }
    }

    /** See {@link FaultKind#NOISE}. */
    record Noise(int bytes) implements OnLine, OnModule {

        /** Checks the number. */
        public Noise {
            checkBytes(FaultKind.NOISE, bytes);
        }

        @Override
        public byte[] applyTo(byte[] line, IntFunction<byte[]> noise) {
            return LineBytes.join(noise.apply(bytes), line);
        }

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.sendNoise(bytes);
        }
    }

    /** See {@link FaultKind#IGNORE}. */
    record Ignore() implements OnCommand {

        @Override
        public void applyTo(CommandFaultTarget command) {
            command.ignore();
        }
    }

    /** See {@link FaultKind#FAIL}. */
    record Fail(ErrorCode error) implements OnCommand {

        /** Checks that it is an error. */
        public Fail {
            if (error == ErrorCode.SUCCESS) {
                throw new IllegalArgumentException("fail needs a code from 1 to " + (ErrorCode.values().length - 1)
                        + ", not '" + error.number() + "'");
            }
        }

        @Override
        public void applyTo(CommandFaultTarget command) {
            command.fail(error);
        }
    }

    /** See {@link FaultKind#IPERROR}. */
    record IpError(ErrorInfo error) implements OnCommand {

        @Override
        public void applyTo(CommandFaultTarget command) {
            command.fail(error);
        }
    }

    /** See {@link FaultKind#SHORT}. */
    record ShortSend(int bytes) implements OnCommand {

        /** Checks the number. */
        public ShortSend {
            checkBytes(FaultKind.SHORT, bytes);
        }

        @Override
        public void applyTo(CommandFaultTarget command) {
            command.shortenSend(bytes);
        }
    }

    /** See {@link FaultKind#REFUSE}. */
    record Refuse(List<String> lines) implements OnCommand {

        @Override
        public void applyTo(CommandFaultTarget command) {
            command.refuseSend(lines);
        }
    }

    /** See {@link FaultKind#REBOOT}. */
    record Reboot(boolean loud) implements OnModule {

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.restart(loud);
        }
    }

    /** See {@link FaultKind#NETWORKLOSS}. */
    record NetworkLoss(ModuleFaultTarget.NetworkLossManner manner) implements OnModule {

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.loseNetwork(manner);
        }
    }

    /** See {@link FaultKind#DEADCONTEXT}. */
    record DeadContext(ErrorCode error) implements OnModule {

        /** Checks the error. */
        public DeadContext {
            if (error != ErrorCode.NETWORK_FAILURE && error != ErrorCode.TIMEOUT) {
                throw new IllegalArgumentException("deadcontext does not take the argument '" + error.number() + "'");
            }
        }

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.killContext(error);
        }
    }

    /** See {@link FaultKind#BUSY}. */
    record Busy(Duration time) implements OnModule {

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.beBusy(time);
        }
    }

    /** See {@link FaultKind#SLEEP}. */
    record Sleep(int bytes) implements OnModule {

        /** Checks the number. */
        public Sleep {
            checkBytes(FaultKind.SLEEP, bytes);
        }

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.fallAsleep(bytes);
        }
    }

    /** See {@link FaultKind#HANGUP}. */
    record HangUp() implements OnModule {

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.hangUp();
        }
    }

    /** See {@link FaultKind#MUTE}. */
    record Mute(Duration time) implements OnModule {

        @Override
        public void applyTo(ModuleFaultTarget module) {
            module.beMute(time);
        }
    }

    private static void checkBytes(FaultKind kind, int bytes) {
        if (bytes < 0 || bytes > 999_999) {
            throw new IllegalArgumentException(kind.word() + " needs a number of bytes, not '" + bytes + "'");
        }
    }
}
