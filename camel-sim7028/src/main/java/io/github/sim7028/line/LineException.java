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
package io.github.sim7028.line;

import io.github.sim7028.line.util.ForeignText;
import java.io.IOException;

/** A line that cannot be opened, or that failed while in use. The message names the device, the reason and a remedy. */
public class LineException extends IOException {

    private static final long serialVersionUID = 1L;

    public LineException(String message) {
        super(ForeignText.message(message));
    }

    public LineException(String message, Throwable cause) {
        super(ForeignText.message(message), cause);
    }
}
