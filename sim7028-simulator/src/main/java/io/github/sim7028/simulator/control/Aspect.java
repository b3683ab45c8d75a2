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
package io.github.sim7028.simulator.control;

/** What of a modem a command changes for a time. Of two commands for the same aspect the later one holds. */
enum Aspect {
    /** Nothing that a time can be given for. */
    NONE,
    /** Everything: the times of all commands before are over. */
    ALL,
    /** The signal. */
    SIGNAL,
    /** The network that the module finds. */
    NETWORK,
    /** Whether the module is busy. */
    BUSY,
    /** Whether the module is mute. */
    MUTE,
    /** The faults that the command adds; independent of those of other commands. */
    OWN_FAULTS
}
