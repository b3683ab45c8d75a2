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
package io.github.sim7028.simulator.control;

import java.util.function.Function;

/** A command for modems that run. */
public final class ControlCommand {

    private final String name;
    private final String value;
    private final String help;
    private final Aspect aspect;
    private final Function<String, Effect> reader;

    /**
     * @param value the form of the value, empty for none; in brackets where it may be left out
     * @param aspect what the command changes for a time
     * @param reader reads the value, which is empty where none is given
     */
    ControlCommand(String name, String value, String help, Aspect aspect, Function<String, Effect> reader) {
        this.name = name;
        this.value = value;
        this.help = help;
        this.aspect = aspect;
        this.reader = reader;
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The form of the value: empty for a command without a value, in brackets for a value that may be left out. */
    public String value() {
        return value;
    }

    /** What the command does. */
    public String help() {
        return help;
    }

    /** Whether the command can be given a time, after which what was before holds again. */
    public boolean takesTime() {
        return aspect != Aspect.NONE && aspect != Aspect.ALL;
    }

    Aspect aspect() {
        return aspect;
    }

    /** Checks a value, and returns what the command then does. */
    Effect effect(String given) {
        if (given.isEmpty() && !value.isEmpty() && !value.startsWith("[")) {
            throw new IllegalArgumentException(name + " requires a value: " + value);
        }
        if (!given.isEmpty() && value.isEmpty()) {
            throw new IllegalArgumentException(name + " takes no value, not '" + given + "'");
        }
        try {
            return reader.apply(given);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
