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
package io.github.sim7028.simulator.module;

/** How a command ended, or what it waits for. */
public sealed interface Outcome {

    /** Done, without anything to follow. */
    Outcome OK = new Ok(() -> {});

    /** A bare {@code ERROR}. */
    Outcome ERROR = new Final("ERROR");

    /** The answer comes later, through {@link ModuleContext#later}. */
    Outcome LATER = new Later();

    /**
     * Well done.
     *
     * @param then what to do once {@code OK} was said
     */
    record Ok(Runnable then) implements Outcome {}

    /**
     * A final result other than {@code OK}; what else stands in the command line is not done.
     *
     * @param result the line
     */
    record Final(String result) implements Outcome {}

    /** See {@link #LATER}. */
    record Later() implements Outcome {}

    /**
     * The prompt is shown and data wanted.
     *
     * @param handler takes the data
     */
    record Prompt(PromptHandler handler) implements Outcome {}

    /** Takes the data that the host types behind a prompt. */
    interface PromptHandler {

        /** How many bytes are wanted, or -1 when Ctrl+Z ends them (2.1.4). */
        int length();

        /** The data is complete. */
        Outcome done(byte[] data);

        /** Escape was pressed. */
        Outcome cancelled();

        /** More than 1500 bytes came and no Ctrl+Z. */
        Outcome tooLong();
    }

    /**
     * The host's bytes go to a link as they are.
     *
     * @param result the line that says so, {@code CONNECT 115200}
     * @param then what to do once it was said
     */
    record Stream(String result, Runnable then) implements Outcome {}

    /** Well done, and something to do once {@code OK} was said. */
    static Outcome okThen(Runnable then) {
        return new Ok(then);
    }
}
