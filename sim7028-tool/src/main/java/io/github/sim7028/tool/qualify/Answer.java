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

import com.google.gson.annotations.SerializedName;
import io.github.sim7028.simulator.model.Quirk;
import java.util.List;
import java.util.Set;

/**
 * What became of a question.
 *
 * @param question its name
 * @param about    what was asked
 * @param status   what became of it
 * @param reading  how the answer reads, or why there is none
 * @param dialect  the names of the dialects that stand for this answer
 * @param evidence what the module said, at most some lines
 * @param millis   how long it took
 */
record Answer(
        String question,
        String about,
        Status status,
        String reading,
        List<String> dialect,
        List<String> evidence,
        long millis) {

    enum Status {
        /** The answer is one that is known. */
        @SerializedName("known")
        KNOWN,
        /** The module answered as no module is known to. */
        @SerializedName("new")
        NEW,
        /** The module did not answer, restarted, or lost its connection. */
        @SerializedName("failed")
        FAILED,
        /** The question was not asked. */
        @SerializedName("notAsked")
        NOT_ASKED;

        String words() {
            return switch (this) {
                case KNOWN -> "known";
                case NEW -> "new";
                case FAILED -> "failed";
                case NOT_ASKED -> "not asked";
            };
        }
    }

    static List<String> names(Set<Quirk> quirks) {
        return quirks.stream().map(Quirk::optionName).sorted().toList();
    }
}
