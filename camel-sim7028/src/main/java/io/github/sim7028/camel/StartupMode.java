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
package io.github.sim7028.camel;

/** What a route does when its modem is not ready as it starts. */
public enum StartupMode {
    /** Starts all the same; the modem is brought up in the background. */
    BACKGROUND,
    /** Waits for the modem and fails to start when it does not get ready in time. */
    STRICT
}
