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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkSpec;

/** Is called with the successes and failures of the links of a modem. */
@OnLoop
public interface LinkOutcomes {

    /** A connection was opened. */
    void opened(LinkSpec spec);

    /** A connection could not be opened. */
    void openFailed(LinkSpec spec, Throwable failure);

    /** Whether a delivery is news: nothing was delivered since the last failure. */
    boolean awaitsDelivery();

    /** Data came from a peer, or the module confirmed that data went to one; need not be called when no delivery is awaited. */
    void delivered();

    /** There is a new network connection now: earlier results say nothing about it. */
    void forget();
}
