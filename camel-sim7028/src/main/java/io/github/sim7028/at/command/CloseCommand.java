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

/** A command that closes connections: {@code CLOSED} belongs to its answer, and no connection is left that data mode could go back to. */
abstract class CloseCommand extends ResultCommand<Void> {

    CloseCommand(String text, String key, String prefix) {
        super(text, key, prefix);
    }

    CloseCommand(String text, String name, int number) {
        super(text, name, number);
    }

    @Override
    public boolean disconnects() {
        return true;
    }

    @Override
    public boolean accept(String line) {
        return line.equals("CLOSED") || super.accept(line);
    }

    @Override
    public Urgency urgency() {
        return Urgency.NEEDED;
    }
}
