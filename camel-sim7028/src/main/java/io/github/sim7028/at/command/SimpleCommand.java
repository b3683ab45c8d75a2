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
package io.github.sim7028.at.command;

/** A command that is answered with nothing but {@code OK}. */
final class SimpleCommand extends AtCommand<Void> {

    private final String shown;
    private final boolean disconnects;
    private boolean slow;
    private Urgency urgency = Urgency.WORK;

    SimpleCommand(String text) {
        this(text, text);
    }

    /** @param shown what logs show instead of the text, for one that carries a secret */
    SimpleCommand(String text, String shown) {
        this(text, shown, false);
    }

    private SimpleCommand(String text, String shown, boolean disconnects) {
        super(text);
        this.shown = shown;
        this.disconnects = disconnects;
    }

    /** One after which no connection is left. */
    static SimpleCommand disconnecting(String text, String shown) {
        return new SimpleCommand(text, shown, true);
    }

    /** A command that only finds out whether the module answers. */
    static SimpleCommand question(String text) {
        SimpleCommand command = new SimpleCommand(text);
        command.urgency = Urgency.QUESTION;
        return command;
    }

    /** One whose {@code OK} may take longer than that of others. */
    static SimpleCommand slow(String text) {
        SimpleCommand command = new SimpleCommand(text);
        command.slow = true;
        return command;
    }

    @Override
    public boolean isSlow() {
        return slow;
    }

    @Override
    public Urgency urgency() {
        return urgency;
    }

    @Override
    public boolean disconnects() {
        return disconnects;
    }

    @Override
    public String shown() {
        return shown;
    }

    @Override
    public Void result() {
        return null;
    }
}
