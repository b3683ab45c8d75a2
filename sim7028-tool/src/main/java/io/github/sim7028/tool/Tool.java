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
package io.github.sim7028.tool;

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.tool.echo.EchoCommand;
import io.github.sim7028.tool.modem.DiagnoseCommand;
import io.github.sim7028.tool.modem.ListenCommand;
import io.github.sim7028.tool.modem.SendCommand;
import io.github.sim7028.tool.modem.StatusCommand;
import io.github.sim7028.tool.qualify.QualifyCommand;
import io.github.sim7028.tool.terminal.TerminalCommand;
import io.github.sim7028.tool.transcript.TranscriptCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code java -jar sim7028-tool.jar COMMAND}. */
@Command(
        name = "sim7028-tool",
        mixinStandardHelpOptions = true,
        versionProvider = Tool.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Works with a SIM7028 NB-IoT module from the command line.",
            "",
            "LINE is the device of the module: /dev/ttyUSB2, COM3, socket://host:port, sockets://host:port, "
                    + "rfc2217://host:port, or simulator://name for a simulated module.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  Is everything in order, and if not, what is to be done?",
            "    java -jar sim7028-tool.jar diagnose /dev/ttyUSB2",
            "  Send a text, and know whether it was sent:",
            "    java -jar sim7028-tool.jar send /dev/ttyUSB2 example.com:7000 --text hello",
            "  Help for one command:",
            "    java -jar sim7028-tool.jar send --help"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The command did what it was asked to do.",
            "1:The command failed for another reason than those below.",
            "2:An argument is missing or wrong. Nothing was opened.",
            "3:The line could not be opened, or the modem did not become ready.",
            "4:send: nothing was sent.",
            "5:send: unknown; the message may have arrived, completely or in part.",
            "6:The command ran to its end and found a problem.",
            "130:Ctrl+C."
        },
        subcommands = {
            TerminalCommand.class,
            DiagnoseCommand.class,
            StatusCommand.class,
            SendCommand.class,
            ListenCommand.class,
            TranscriptCommand.class,
            EchoCommand.class,
            QualifyCommand.class
        })
public final class Tool implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** The version in the jar; classes of a build have none. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Tool.class.getPackage().getImplementationVersion();
            return new String[] {"sim7028-tool " + (version == null ? "(unpackaged)" : version)};
        }
    }

    /** Runs one command and exits with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(
                arguments,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    }

    /** Runs one command. */
    public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Tool())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // a message may begin with @
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Tool::wrong)
                .setExecutionStrategy(Tool::execute)
                .setExecutionExceptionHandler(Tool::failed);
        try {
            return line.execute(arguments);
        } finally {
            Interrupt.printed();
        }
    }

    private static int execute(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        // before the first logger is made
        if (last.commandSpec().userObject() instanceof ToolCommand command && command.verbose()) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** The whole help only where a command is missing: elsewhere the reason would be lost above it. */
    private static int wrong(CommandLine.ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        line.getErr().println(ForeignText.message(failure.getMessage()));
        if (CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr())
                || failure instanceof CommandLine.UnmatchedArgumentException
                || line.getSubcommands().isEmpty()) {
            line.getErr().println(line.getCommandSpec().qualifiedName(" ") + " --help shows how it is used.");
        } else {
            line.usage(line.getErr());
        }
        return ExitCodes.USAGE;
    }

    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        int code = failure instanceof ToolException known
                ? known.exitCode()
                : failure instanceof IllegalArgumentException ? ExitCodes.USAGE : ExitCodes.FAILED;
        String message = failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : ForeignText.message(failure.getMessage());
        if (line.getCommand() instanceof ToolCommand command) {
            command.failed(code, message);
        } else {
            line.getErr().println(message);
        }
        return code;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }
}
