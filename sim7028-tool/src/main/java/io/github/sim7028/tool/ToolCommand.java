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

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.Console;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have: results on standard output, for people or as JSON, and everything else on standard error. */
public abstract class ToolCommand implements Callable<Integer> {

    private static final Gson JSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the result as JSON, one object on one line, for scripts.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print what the driver does to standard error. PINs and passwords are masked.")
    private boolean verbose;

    protected final boolean json() {
        return json;
    }

    final boolean verbose() {
        return verbose;
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Whether standard output is a terminal that shows colours. */
    protected static boolean colours() {
        return Ansi.AUTO.enabled();
    }

    /** Whether standard input and output are a terminal: the console of a JVM before 22 says that by being there. */
    protected static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Tells the user something that is no result. */
    protected final void say(String text) {
        err().println(text);
        err().flush();
    }

    /** Prints a result: the map with {@code --json}, otherwise the text. */
    protected final void result(Map<String, ?> map, String text) {
        out().println(json ? JSON.toJson(map) : text);
        out().flush();
    }

    /** Prints why the command failed. */
    final void failed(int exitCode, String message) {
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("error", message);
            map.put("exitCode", exitCode);
            result(map, "");
        } else {
            say(message);
        }
    }
}
