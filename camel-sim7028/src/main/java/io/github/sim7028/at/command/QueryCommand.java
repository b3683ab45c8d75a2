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

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question with one line of a known shape for an answer: an {@code OK} before that line belongs to another command.
 *
 * @param <R> what the line says
 */
final class QueryCommand<R> extends AtCommand<R> {

    private final String key;
    private final Pattern shape;
    private final Function<MatchResult, R> reading;
    private Urgency urgency = Urgency.QUESTION;
    private MatchResult answer;
    private boolean mayBeSilent;
    private R silence;

    /**
     * @param key   what other commands' results it could be taken for, see {@link AtCommand#key()}
     * @param shape the whole line
     */
    QueryCommand(String text, String key, String shape, Function<MatchResult, R> reading) {
        super(text);
        this.key = key;
        this.shape = Pattern.compile(shape);
        this.reading = reading;
    }

    @Override
    String key() {
        return key;
    }

    /** Otherwise it is a {@link AtCommand.Urgency#QUESTION}. */
    QueryCommand<R> withUrgency(Urgency needed) {
        urgency = needed;
        return this;
    }

    /** What an {@code OK} without that line means; otherwise such an {@code OK} belongs to another command. */
    QueryCommand<R> orSilence(R meaning) {
        mayBeSilent = true;
        silence = meaning;
        return this;
    }

    @Override
    public Urgency urgency() {
        return urgency;
    }

    @Override
    public boolean accept(String line) {
        Matcher matcher = shape.matcher(line);
        if (answer != null || !matcher.matches()) {
            return false;
        }
        answer = matcher.toMatchResult();
        return true;
    }

    @Override
    public boolean mayEnd() {
        return answer != null || mayBeSilent;
    }

    @Override
    public R result() {
        return answer == null ? silence : reading.apply(answer);
    }
}
