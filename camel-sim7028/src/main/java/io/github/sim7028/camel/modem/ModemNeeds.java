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
package io.github.sim7028.camel.modem;

import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.settings.ReceiveMode;

/**
 * What an endpoint needs of a modem.
 *
 * @param endpoint    whose needs these are
 * @param modem       the option {@code modem} of the endpoint
 * @param receiveMode the receive mode it cannot do without, null when any will do
 * @param server      the server it shares, null for none
 */
public record ModemNeeds(Object endpoint, String modem, ReceiveMode receiveMode, ServerSpec server) {}
