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
package io.github.sim7028.camel.springboot;

import java.util.Map;
import java.util.stream.Collectors;

/** The application has properties below {@code camel.component.sim7028} that are no options. Their values are not shown. */
final class UnknownPropertyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** @param unknown the names, with their places, and what to do about each */
    UnknownPropertyException(Map<String, String> unknown) {
        super(unknown.entrySet().stream()
                .map(each -> each.getKey() + " is not an option of the component sim7028: " + each.getValue())
                .collect(Collectors.joining(System.lineSeparator())));
    }
}
