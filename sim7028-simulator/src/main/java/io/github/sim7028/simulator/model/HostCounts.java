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
package io.github.sim7028.simulator.model;

/**
 * How many hosts came to the UART of a modem since it was started.
 *
 * @param connected hosts that were connected, also those that are gone
 * @param refused hosts that were refused because another host was connected
 * @param kicked hosts that were disconnected because another host connected
 */
public record HostCounts(long connected, long refused, long kicked) {}
