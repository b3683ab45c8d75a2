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
package io.github.sim7028.trial;

import java.util.List;

/** The names of the topics of one trial, and of its group; several trials may have one broker. */
record Topics(String prefix) {

    String group() {
        return prefix;
    }

    String down() {
        return prefix + ".down";
    }

    String up() {
        return prefix + ".up";
    }

    String outcomes() {
        return prefix + ".outcomes";
    }

    String events() {
        return prefix + ".events";
    }

    List<String> published() {
        return List.of(up(), outcomes(), events());
    }
}
