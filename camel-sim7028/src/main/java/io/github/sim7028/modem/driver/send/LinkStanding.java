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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkSpec;

/** How a link stands: where it leads, which number it has, and whether it takes data now. */
@OnLoop
public final class LinkStanding {

    private static final int NONE = -1;

    private final LinkSpec key;
    private volatile int number = NONE;
    private boolean open;

    public LinkStanding(LinkSpec key) {
        this.key = key;
    }

    LinkSpec key() {
        return key;
    }

    /** The number of the link, -1 while the link has none; from any thread. */
    public int number() {
        return number;
    }

    public void number(int granted) {
        number = granted;
    }

    public void numberless() {
        number = NONE;
    }

    /** Whether a connection is open that takes data. */
    public boolean open() {
        return open;
    }

    public void open(boolean takesData) {
        open = takesData;
    }
}
