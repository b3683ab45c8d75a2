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
package io.github.sim7028;

/** Kinds of lines that tests provoke, for {@link io.github.sim7028.testlog.ExpectedLog}; their wording stands here only. */
public final class Said {

    // ---- Camel's own; all ERROR
    /** With a stack. */
    public static final String COMPONENT_REFUSED =
            "Error starting CamelContext .* due to exception thrown: Failed to start component sim7028 because of camel\\.component\\.sim7028\\.";

    /** With a stack. */
    public static final String ROUTE_REFUSED =
            "Error starting CamelContext .* due to exception thrown: io\\.github\\.sim7028\\.modem\\.Sim7028ConfigurationException: ";

    /** With a stack; the exception follows. */
    public static final String DELIVERY_FAILED =
            "Failed delivery for .* Exhausted after delivery attempt: \\d+ caught: ";

    private Said() {}
}
