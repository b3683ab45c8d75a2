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
import java.util.regex.Pattern;

/**
 * AT+QCPING (not in the note): whether a host answers echo requests. {@code OK}, a line for each request, such as
 * {@code +QCPING: SUCC, dest: 10.0.0.1, RTT: 623 ms}, and {@code +QCPING: DONE}; its result is whether any was answered.
 */
public final class Ping extends AtCommand<Boolean> {

    private static final String NAME = "+QCPING";
    private static final Pattern LINE = Pattern.compile("\\+QCPING: ?(.+)");

    private boolean answered;
    private boolean done;

    /** @param host a name or an address */
    public Ping(String host) {
        super("AT+QCPING=\"" + AtSyntax.requireHost("host", host) + "\"");
    }

    @Override
    public String key() {
        return NAME;
    }

    @Override
    public boolean accept(String line) {
        if (done || !LINE.matcher(line).matches()) {
            return false;
        }
        answered |= line.contains("SUCC");
        done = line.contains("DONE");
        return true;
    }

    @Override
    public boolean fulfilled() {
        return done;
    }

    @Override
    public Boolean result() {
        return answered;
    }
}
