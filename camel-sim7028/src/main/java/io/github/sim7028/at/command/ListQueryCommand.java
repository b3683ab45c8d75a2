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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question with any number of lines of a known shape for an answer.
 *
 * @param <R> what one line says
 */
final class ListQueryCommand<R> extends AtCommand<List<R>> {

    private final Pattern shape;
    private final Function<MatchResult, R> reading;
    private final List<R> answer = new ArrayList<>();

    /** @param shape the whole line */
    ListQueryCommand(String text, String shape, Function<MatchResult, R> reading) {
        super(text);
        this.shape = Pattern.compile(shape);
        this.reading = reading;
    }

    @Override
    public boolean accept(String line) {
        Matcher matcher = shape.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        answer.add(reading.apply(matcher.toMatchResult()));
        return true;
    }

    @Override
    public List<R> result() {
        return List.copyOf(answer);
    }

    @Override
    public Urgency urgency() {
        return Urgency.QUESTION;
    }
}
