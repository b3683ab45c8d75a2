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

/** Reports to a listener the first delivery after a failure, and no further delivery while nothing fails. */
@OnLoop
public final class FirstDelivery implements LinkOutcomes {

    private final LinkOutcomes listener;
    private boolean reported;

    public FirstDelivery(LinkOutcomes listener) {
        this.listener = listener;
    }

    @Override
    public void opened(LinkSpec spec) {
        listener.opened(spec);
    }

    @Override
    public void openFailed(LinkSpec spec, Throwable failure) {
        reported = false;
        listener.openFailed(spec, failure);
    }

    @Override
    public void delivered() {
        if (!reported) {
            reported = true;
            listener.delivered();
        }
    }

    @Override
    public void forget() {
        reported = false;
        listener.forget();
    }
}
