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
package io.github.sim7028.testlog;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/** Where Logback hands over what the tests' log says. */
public final class TestLogAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final Pattern FRAME = Pattern.compile("\n\tat [\\w.$/<>@-]+\\(");

    @Override
    protected void append(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        String stack =
                event.getThrowableProxy() == null ? null : ThrowableProxyUtil.asString(event.getThrowableProxy());
        Matcher frame = FRAME.matcher(message);
        if (stack == null && frame.find()) {
            // Camel's error handlers
            stack = message.substring(frame.start() + 1);
            message = message.substring(0, frame.start());
        }
        LogLine line = new LogLine(
                LocalTime.now(ZoneId.systemDefault()),
                Level.valueOf(event.getLevel().toString()),
                event.getLoggerName(),
                event.getThreadName(),
                message,
                stack);
        LogFile.ofThisJvm().write(line.text());
        LogBook.ofThisJvm().said(line);
    }
}
