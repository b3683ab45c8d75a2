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
package io.github.sim7028.tool.line;

import io.github.sim7028.at.codec.TranscriptMasker;
import io.github.sim7028.line.FlowControl;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.Parity;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.line.TranscriptSettings;
import io.github.sim7028.line.transcript.RecordingLines;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The line of the module, on the command line. */
public final class LineOptions {

    @Parameters(
            index = "0",
            paramLabel = "LINE",
            description = "The device of the module: /dev/ttyUSB2, COM3, socket://host:port, sockets://host:port, "
                    + "rfc2217://host:port, or simulator://name for a simulated module.")
    private String device;

    @Option(
            names = "--baud",
            paramLabel = "RATE",
            description = "The baud rate of a serial port. Default: ${DEFAULT-VALUE}.")
    private int baudRate = SerialSettings.DEFAULT.baudRate();

    @Option(
            names = "--flow-control",
            paramLabel = "none|rtscts",
            description = "The flow control of a serial port. Default: none.")
    private FlowControl flowControl = FlowControl.NONE;

    @Option(
            names = "--transcript",
            paramLabel = "FILE",
            description = "Append the dialogue with the module to this file. PINs and passwords are masked.")
    private Path transcript;

    @Option(
            names = "--no-payload",
            description = "Mask sent and received data in the transcript; see also: transcript mask.")
    private boolean noPayload;

    /** The device as the user wrote it. */
    public String device() {
        return device;
    }

    /**
     * The factory of the line, which records what goes over the line if a transcript is wanted.
     *
     * @throws IllegalArgumentException if the device or a setting is wrong
     */
    public LineFactory factory() {
        return recorded(plain());
    }

    /** The factory of the line without a transcript. */
    public LineFactory plain() {
        LineFactory lines = Lines.of(device, new SerialSettings(baudRate, 8, 1, Parity.NONE, flowControl));
        lines.verify();
        return lines;
    }

    private LineFactory recorded(LineFactory lines) {
        if (transcript == null) {
            return lines;
        }
        TranscriptSettings settings =
                new TranscriptSettings(transcript, TranscriptSettings.DEFAULT_SIZE, TranscriptSettings.DEFAULT_FILES);
        return new RecordingLines(lines, settings, () -> TranscriptMasker.beginningWithCommands(!noPayload));
    }
}
