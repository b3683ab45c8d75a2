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
package io.github.sim7028.tool.transcript;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands for transcripts. */
@Command(
        name = "transcript",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Works with transcripts: files that the option transcriptFile of the component, or --transcript of this "
                    + "program, has recorded.",
            ""
        },
        subcommands = {ViewCommand.class, CheckCommand.class, MaskCommand.class, CutCommand.class})
public final class TranscriptCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name one of: view, check, mask, cut.");
    }
}
