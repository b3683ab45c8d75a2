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

import org.apache.camel.Exchange;

/**
 * Is told of each attempt of an exchange to send, with whatever result. An observer is the value of the exchange property {@link #PROPERTY}: copies of
 * the exchange, as a splitter or a multicast makes them, have the same observer.
 */
public interface SendObserver {

    /** The name of the exchange property. */
    String PROPERTY = "CamelSim7028SendObserver";

    /**
     * A producer of {@code sim7028} begins with an exchange; {@link #sent} follows. Called on any thread; returns at once and never throws.
     *
     * @return whether the message may be sent; if not, the exchange fails and nothing is sent
     */
    boolean sending(Exchange exchange);

    /**
     * A producer of {@code sim7028} has finished with an exchange, before the route goes on. The exchange has an exception, such as
     * {@link io.github.sim7028.modem.Sim7028SendException}, or the result headers {@code CamelSim7028RequestedLength} and
     * {@code CamelSim7028ConfirmedLength}. Called on any thread; returns at once and never throws.
     */
    void sent(Exchange exchange);
}
