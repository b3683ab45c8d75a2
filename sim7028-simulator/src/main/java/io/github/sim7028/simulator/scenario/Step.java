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
package io.github.sim7028.simulator.scenario;

import io.github.sim7028.simulator.control.ModemControl;
import java.time.Duration;

/**
 * A step of a scenario.
 *
 * @param at when it happens first
 * @param every the time until it happens again; zero for once
 * @param times how often it happens; 0 for without end
 * @param command what happens
 */
record Step(Duration at, Duration every, int times, ModemControl.Prepared command) {}
