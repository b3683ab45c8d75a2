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
package io.github.sim7028.camel.modem;

import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.transcript.RecordingLines;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What only one modem can use at a time: its device, by all names of the device, and the files of its transcript. Not thread-safe. */
final class SoleUse {

    private final Map<String, String> devices = new HashMap<>();
    private final Map<Path, String> transcripts = new HashMap<>();

    /** @throws Sim7028ConfigurationException when another modem in use has the same; then nothing is noted */
    void begin(String modem, LineFactory line) throws Sim7028ConfigurationException {
        for (String device : line.identities()) {
            String other = devices.get(device);
            if (other != null) {
                throw new Sim7028ConfigurationException("device: the modems '" + other + "' and '" + modem
                        + "' both have " + device + ", but only one modem can use a device");
            }
        }
        for (Path file : files(line)) {
            String other = transcripts.get(file);
            if (other != null) {
                throw new Sim7028ConfigurationException("transcriptFile: the modems '" + other + "' and '" + modem
                        + "' both write " + file
                        + ": each modem requires its own file, different from the older transcripts of the other modem (.1,"
                        + " .2 and so on)");
            }
        }
        line.identities().forEach(device -> devices.put(device, modem));
        files(line).forEach(file -> transcripts.put(file, modem));
    }

    /** The modem that has begun with this is no longer in use. */
    void end(LineFactory line) {
        line.identities().forEach(devices::remove);
        files(line).forEach(transcripts::remove);
    }

    private static Set<Path> files(LineFactory line) {
        return line instanceof RecordingLines recording ? recording.files() : Set.of();
    }
}
