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
package io.github.sim7028.camel.message;

import io.github.sim7028.camel.config.HeaderNames;
import java.util.Set;
import org.apache.camel.Message;

/**
 * The headers by which a message tells a producer what to do, unless the endpoint has {@code ignoreHeaders=true}. Producers read headers of
 * messages nowhere else.
 */
public final class ControlHeaders {

    /** All headers that any producer reads; docs/security.md lists them. */
    public static final Set<String> NAMES = Set.of(
            HeaderNames.MODEM,
            HeaderNames.LINK,
            HeaderNames.SERVER_INDEX,
            HeaderNames.REMOTE_ADDRESS,
            HeaderNames.REMOTE_HOST,
            HeaderNames.REMOTE_PORT,
            HeaderNames.REQUEST_TIMEOUT,
            HeaderNames.OPERATION,
            HeaderNames.COMMAND);

    private static final ControlHeaders READ = new ControlHeaders(false, null);
    private static final ControlHeaders IGNORED = new ControlHeaders(true, null);

    private final boolean ignored;
    private final String modem;

    /** @param modem whose links alone count, null for any */
    private ControlHeaders(boolean ignored, String modem) {
        this.ignored = ignored;
        this.modem = modem;
    }

    /** @param ignored what the option ignoreHeaders of the endpoint says */
    public static ControlHeaders unless(boolean ignored) {
        return ignored ? IGNORED : READ;
    }

    /** The same for one modem: a message that came over another modem, or was sent there, has the number of a link of that one. */
    public ControlHeaders at(String name) {
        return new ControlHeaders(ignored, name);
    }

    /** The value of a header; null without the header, or where headers are ignored. */
    public Object of(Message message, String name) {
        return of(message, name, Object.class);
    }

    /** The same, converted. */
    public <T> T of(Message message, String name, Class<T> type) {
        requireKnown(name);
        return ignored || name.equals(HeaderNames.LINK) && isOfAnother(message) ? null : message.getHeader(name, type);
    }

    private boolean isOfAnother(Message message) {
        Object origin = message.getHeader(HeaderNames.MODEM);
        return modem != null && origin != null && !modem.equals(String.valueOf(origin));
    }

    private static void requireKnown(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(name + " is not among the headers that producers read");
        }
    }
}
