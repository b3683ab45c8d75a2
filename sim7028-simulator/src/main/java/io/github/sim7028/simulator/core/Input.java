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
package io.github.sim7028.simulator.core;

/** Takes the data that the host types behind a prompt. */
public interface Input {

    /** How many bytes are wanted, or -1 when Ctrl+Z ends them (2.1.4). */
    int length();

    /** The data is complete. */
    Outcome done(byte[] data);

    /** Escape was pressed. */
    Outcome cancelled();

    /** More than 1500 bytes came and no Ctrl+Z. */
    Outcome tooLong();
}
