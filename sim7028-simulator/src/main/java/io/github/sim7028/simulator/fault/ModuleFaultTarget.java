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
import java.time.Duration;
import java.util.List;

/** A module that a fault concerns. */
public interface ModuleFaultTarget {

    /** What the module says of a loss of its network. */
    enum NetworkLossManner {
        /** {@code +CIPEVENT} and {@code +IPCLOSE}. */
        REPORTED,
        /** {@code +CIPEVENT} only. */
        QUIET,
        /** Nothing. */
        SILENT
    }

    /** Restarts, with or without its boot lines. */
    void restart(boolean loud);

    /** Loses the network. */
    void loseNetwork(NetworkLossManner manner);

    /** Has a dead context: each CIPOPEN fails with this error. */
    void killContext(ErrorCode error);

    /** Is busy for so long. */
    void beBusy(Duration time);

    /** Falls asleep and loses so many bytes when it wakes. */
    void fallAsleep(int bytes);

    /** Hangs up on the host. */
    void hangUp();

    /** The module neither receives nor sends anything for this time. */
    void beMute(Duration time);

    /** Says these lines. */
    void sayLines(List<String> lines);

    /** Sends so many random bytes. */
    void sendNoise(int bytes);
}
