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
package io.github.sim7028.benchmarks;

import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** The routes under measurement. */
final class Routes {

    private Routes() {}

    static RouteBuilder up(String from, FarEnd to, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to("sim7028:tcp:127.0.0.1:" + to.port() + options);
            }
        };
    }

    /** Checks what comes byte by byte and counts it. */
    static RouteBuilder down(FarEnd from, Meter meter) {
        return new RouteBuilder() {
            private long position;

            @Override
            public void configure() {
                from("sim7028:tcp:127.0.0.1:" + from.port()).process(exchange -> verify(exchange.getMessage()));
            }

            // one exchange after the other
            private void verify(Message message) {
                byte[] body = message.getBody(byte[].class);
                try {
                    Pattern.require(position, body, 0, body.length);
                } catch (IllegalStateException e) {
                    meter.fail(e);
                }
                position += body.length;
                meter.add(body.length);
            }
        };
    }
}
