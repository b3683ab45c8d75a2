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
package io.github.sim7028.camel.group;

import io.github.sim7028.modem.Sim7028Exception;

/** A producer or consumer of a group. */
interface Part {

    /** Begins at a modem; gives back what was taken if that fails. */
    Ownership.Stay begin(Ownership modem) throws Sim7028Exception;

    /** The modem is one of its modems no longer. */
    void ended(String modem, Post post);

    boolean hasLeft();

    /** As messages call it. */
    @Override
    String toString();
}
