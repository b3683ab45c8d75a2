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
/**
 * What tests of all packages share. There are two rigs with the whole driver in them: {@link io.github.sim7028.kit.ModemRig} talks in
 * real time with the simulator, and its peers are real sockets ({@link io.github.sim7028.kit.TcpPeer}): for what has to be seen from end
 * to end. {@link io.github.sim7028.kit.VirtualRig} runs on a virtual clock against a {@link io.github.sim7028.kit.ScriptedModule}: for
 * logic, above all for what takes time. {@link io.github.sim7028.kit.Bench} holds a dialogue alone. A fixture that is used in one class or
 * package only stands there.
 */
package io.github.sim7028.kit;
