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
package io.github.sim7028.simulator.fault;

import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import java.util.List;

/** A command that a fault concerns. */
public interface CommandFaultTarget {

    /** Fails with a code of Table 3. */
    void fail(ErrorCode error);

    /** Fails with a row of Table 2. */
    void fail(ErrorInfo error);

    /** Is neither done nor answered. */
    void ignore();

    /** Is not done and answered with these lines. */
    void answerInstead(List<String> lines);

    /** Is done after these lines were said. */
    void sayBefore(List<String> lines);

    /** Sends and confirms so many bytes fewer. */
    void shortenSend(int bytes);

    /** Takes its data, sends none of it and says these lines. */
    void refuseSend(List<String> lines);
}
