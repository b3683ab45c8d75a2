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

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtProtocolException;
import java.util.List;

/**
 * One command on its way: its text, how its answer is recognised, and when it is complete. An instance is used once.
 *
 * @param <R> what it answers
 */
public abstract class AtCommand<R> {

    private final String text;
    private AtError error;

    /** @param text the command without its CR; everything in it has been checked by {@link AtSyntax} or is a number */
    protected AtCommand(String text) {
        this.text = text;
    }

    /** The command as it goes over the line, without the CR. */
    public final String text() {
        return text;
    }

    /** The command as logs and messages show it: secrets masked. */
    public String shown() {
        return text;
    }

    /**
     * The result this command's answer could be mistaken for, such as {@code +CIPCLOSE}, with the link number where the
     * result carries it; empty when there is none.
     */
    String key() {
        return "";
    }

    /** The same for a line of several commands. */
    List<String> keys() {
        return key().isEmpty() ? List.of() : List.of(key());
    }

    /** Whether this command must not begin while the other still waits for its result code. */
    public boolean conflictsWith(AtCommand<?> pending) {
        List<String> theirs = pending.keys();
        return !theirs.isEmpty()
                && keys().stream().anyMatch(mine -> theirs.stream()
                        .anyMatch(their -> mine.startsWith(their) || their.startsWith(mine)));
    }

    /** How much depends on its being said. */
    public enum Urgency {
        /** A query of a user: other commands go first, and the query is refused if too many wait. */
        QUESTION,
        /** The driver cannot go on without it: never refused. */
        WORK,
        /** A command without which the module would remain in an unwanted state: waits for its turn as long as it takes. */
        NEEDED
    }

    public Urgency urgency() {
        return Urgency.WORK;
    }

    /** Takes a line that has the shape of this command's answer or result; false when it is not this command's. */
    public boolean accept(String line) {
        return false;
    }

    /** How many raw bytes follow this line of the answer, {@link AtDecoder#NO_BODY} when it is not such a line. */
    public int bodyLength(String line) {
        return AtDecoder.NO_BODY;
    }

    /** Takes the counted bytes of the answer. */
    public void body(String header, byte[] bytes) {
        throw new IllegalStateException(text + " has no body");
    }

    /** Whether an {@code OK} can be this command's: false while a line that must precede it has not come. */
    public boolean mayEnd() {
        return true;
    }

    /** Whether everything but the final result has come. */
    public boolean fulfilled() {
        return true;
    }

    /** The final result has come, the command's own result is still awaited. */
    public void taken() {}

    /** It will not come to its good end. */
    public void failed() {}

    /** The error in the command's own result, such as {@code +CIPOPEN: 0,4}; null when it reports success. */
    public AtError refusal() {
        return null;
    }

    /** Whether an ERROR with this reason is in fact a good answer, as "already open" is. */
    public boolean forgives(AtError reason) {
        return false;
    }

    /** Whether a doubtful stray result may follow this error, so that the next command must not be exposed to it. */
    public boolean leavesDoubt(AtError reason) {
        return false;
    }

    /** Whether it ends with {@code CONNECT}, after which the line is a stream (1.3); its answer may take as long as its result. */
    public boolean connects() {
        return false;
    }

    /** Whether its answer may take as long as its result, and not only as long as that of a short command. */
    public boolean isSlow() {
        return connects();
    }

    /** Whether no connection is left that data mode could go back to, however it ends. */
    public boolean disconnects() {
        return false;
    }

    /** What was answered; asked once, after the good end. */
    public abstract R result() throws AtProtocolException;

    /** Takes what a line says of why an ERROR will follow; false when it says nothing of it. */
    public final boolean acceptError(AtError reason) {
        if (reason == null) {
            return false;
        }
        error = reason;
        return true;
    }

    /** Why the final ERROR came, from the most telling source. */
    public final AtError reasonOf(AtError finalError) {
        if (finalError.kind() != AtError.Kind.PLAIN) {
            return finalError;
        }
        AtError own = refusal();
        return error != null ? error : own != null ? own : finalError;
    }
}
