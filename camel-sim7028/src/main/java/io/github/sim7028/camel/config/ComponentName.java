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
package io.github.sim7028.camel.config;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;

/** The name of a component in its context, which endpoints use as their scheme. */
public final class ComponentName {

    private static final String USUAL = "sim7028";

    private ComponentName() {}

    /** {@code sim7028}, unless the component was added with another name only. */
    public static String of(Component component) {
        CamelContext context = component.getCamelContext();
        return context.getComponentNames().stream()
                .filter(known -> context.hasComponent(known) == component)
                .sorted()
                .findFirst()
                .orElse(USUAL);
    }

    /** What belongs to a component, with the name of the component where this is not the usual one: {@code roof:default}. */
    public static String with(Component component, String name) {
        String scheme = of(component);
        return scheme.equals(USUAL) ? name : scheme + ":" + name;
    }
}
