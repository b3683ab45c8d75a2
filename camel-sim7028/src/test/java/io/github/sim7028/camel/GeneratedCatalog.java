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

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** What the catalog that is generated for tools says of the component. */
final class GeneratedCatalog {

    private GeneratedCatalog() {}

    static JsonObject read() {
        try (InputStream json =
                Sim7028Component.class.getResourceAsStream("/META-INF/io/github/sim7028/camel/sim7028.json")) {
            return (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** @param part {@code componentProperties}, {@code properties} or {@code headers} */
    static Map<String, JsonObject> part(String part) {
        Map<String, JsonObject> options = new TreeMap<>();
        ((JsonObject) read().get(part)).forEach((name, option) -> options.put(name, (JsonObject) option));
        return options;
    }
}
