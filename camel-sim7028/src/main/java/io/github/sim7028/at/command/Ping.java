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

import io.github.sim7028.at.codec.AtSyntax;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AT+QCPING (not in the note): whether a host answers echo requests. {@code OK}, a line for each request, such as
 * {@code +QCPING: SUCC, dest: 10.0.0.1, RTT: 623 ms}, and {@code +QCPING: DONE}.
 */
public final class Ping extends AtCommand<Ping.Echoes> {

    /** How long the whole of it may take, in milliseconds. */
    public static final long LIMIT_MILLIS = 30_000;

    private static final String NAME = "+QCPING";
    private static final Pattern LINE = Pattern.compile("\\+QCPING: ?(.+)");
    private static final Pattern ADDRESS = Pattern.compile("dest: ?\"?([0-9A-Fa-f.:]+)");
    private static final Pattern TIME = Pattern.compile("RTT: ?([0-9]{1,7})");

    private final Urgency urgency;
    private final List<Duration> times = new ArrayList<>();
    private String address;
    private int sent;
    private int answered;
    private boolean done;

    /**
     * What became of the requests.
     *
     * @param address  who answered, null when nobody did
     * @param sent     how many requests
     * @param answered how many answers
     * @param times    how long each answer took, where the module tells
     */
    public record Echoes(String address, int sent, int answered, List<Duration> times) {}

    /** @param host a name or an address */
    public Ping(String host, Urgency urgency) {
        super("AT+QCPING=\"" + AtSyntax.requireHost("host", host) + "\"");
        this.urgency = urgency;
    }

    @Override
    public Urgency urgency() {
        return urgency;
    }

    @Override
    String key() {
        return NAME;
    }

    @Override
    public boolean accept(String line) {
        Matcher matcher = LINE.matcher(line);
        if (done || !matcher.matches()) {
            return false;
        }
        String said = matcher.group(1);
        done = said.contains("DONE");
        if (!done) {
            sent++;
        }
        if (said.contains("SUCC")) {
            answer(said);
        }
        return true;
    }

    private void answer(String said) {
        answered++;
        Matcher from = ADDRESS.matcher(said);
        if (from.find()) {
            address = from.group(1);
        }
        Matcher time = TIME.matcher(said);
        if (time.find()) {
            times.add(Duration.ofMillis(Long.parseLong(time.group(1))));
        }
    }

    @Override
    public boolean fulfilled() {
        return done;
    }

    @Override
    public Echoes result() {
        return new Echoes(address, sent, answered, List.copyOf(times));
    }
}
