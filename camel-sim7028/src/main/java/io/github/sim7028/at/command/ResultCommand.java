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

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.SocketError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command with a result code of its own, {@code +NAME: …<err>}, before or after its {@code OK}.
 *
 * @param <R> what it answers
 */
abstract class ResultCommand<R> extends AtCommand<R> {

    private final String key;
    private final Pattern result;
    private int err = -1;

    /**
     * @param key    see {@link AtCommand#key()}
     * @param prefix what stands before {@code <err>}, as a regular expression
     */
    ResultCommand(String text, String key, String prefix) {
        super(text);
        this.key = key;
        result = Pattern.compile(prefix + "([0-9]{1,3})");
    }

    /** A command on one link or server: its result bears the number. */
    ResultCommand(String text, String name, int number) {
        this(text, name + "/" + number, Pattern.quote(name) + ": ?" + number + ", ?");
    }

    @Override
    final String key() {
        return key;
    }

    @Override
    public boolean accept(String line) {
        Matcher matcher = result.matcher(line);
        if (err >= 0 || !matcher.matches()) {
            return false;
        }
        err = Integer.parseInt(matcher.group(1));
        return true;
    }

    @Override
    public final boolean fulfilled() {
        return err >= 0;
    }

    @Override
    public final AtError refusal() {
        return err > 0 ? SocketError.error(err) : null;
    }

    /** A second ERROR must not be taken for the answer to what is asked next. */
    @Override
    public boolean leavesDoubt(AtError reason) {
        return true;
    }

    @Override
    public R result() {
        return null;
    }
}
