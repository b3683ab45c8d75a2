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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import java.io.IOException;

/**
 * A point at which modules may differ.
 *
 * @param name   a short name
 * @param about  what is asked, in words
 * @param need   what it needs
 * @param bytes  how many bytes it sends and receives over the network, about
 * @param asking asks the module
 */
record Question(String name, String about, Need need, int bytes, Asking asking) {

    /** Asks the module, and reads its answer. */
    interface Asking {
        Reading ask(Subject module) throws IOException, NoAnswer, NotAsked;
    }
}
