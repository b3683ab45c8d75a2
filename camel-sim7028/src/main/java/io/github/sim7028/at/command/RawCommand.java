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
package io.github.sim7028.at.command;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.ResultCode;
import io.github.sim7028.at.codec.SecretMasker;
import io.github.sim7028.at.codec.UrcParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Any command line as a user writes it; its result are the lines before the {@code OK}. What the module says by itself
 * meanwhile is no part of them, unless it begins with the name of a command.
 */
public final class RawCommand extends AtCommand<List<String>> {

    /** How many lines of an answer are kept. */
    private static final int MAX_LINES = 1000;

    /** What would leave the dialogue, or change how a module answers, restart it, or take links and network from the driver. */
    private static final Pattern OUT_OF_STEP =
            Pattern.compile("E(?:0*[1-9][0-9]*)?|Q0*[1-9][0-9]*|V0*|S[0-9]+=.*|(?:Z|O|&[DFKY]|\\\\Q)[0-9]*|D.*"
                    + "|\\+(?:CMUX|IPR|ICF|IFC)=.*|\\+(?:CIPSEND|CMG[SWC]|CMSS)(?:=.*)?|\\+CIPRXGET=[23].*"
                    + "|\\+(?:NETOPEN|NETCLOSE|CIPOPEN|CIPCLOSE|SERVERSTART|SERVERSTOP)(?:=.*)?"
                    + "|\\+(?:QCRST|CRESET|CPOF|CPOWD|QPOWD)(?:=.*)?|\\+CFUN=[0-9]+,1");
    /** What the driver sets when the modem comes up, and relies on. */
    private static final Pattern SET_BY_DRIVER = Pattern.compile(
            "\\+(?:CIPHEAD|CIPSRIP|CIPMODE|CIPSENDMODE|CIPTIMEOUT|CIPCCFG|CMEE|CFUN|CSOCKSETPN|CGDCONT|CGACT|CTCPKA|CDNSCFG)=.*"
                    + "|\\+CIPRXGET=[01].*|\\+CEREG=0.*");

    private final List<String> lines = new ArrayList<>();

    /** @param text checked with {@link AtSyntax#requireCommand} */
    public RawCommand(String text) {
        super(AtSyntax.requireCommand("command", text));
    }

    /**
     * Refuses a command that would leave the dialogue or undo what the driver has set.
     *
     * @throws IllegalArgumentException saying why
     */
    public static String requireQuestion(String text) {
        requireInStep("command", text);
        return require(
                "command",
                text,
                SET_BY_DRIVER,
                "would change a setting that the driver relies on; use an option instead");
    }

    /**
     * Refuses a command that would leave the dialogue; what it sets is set right again afterwards.
     *
     * @param what which option it is of
     * @throws IllegalArgumentException saying why
     */
    public static String requireInStep(String what, String text) {
        return require(
                what,
                text,
                OUT_OF_STEP,
                "is not allowed: it sends or receives data, changes the format of answers, restarts the module, or opens"
                        + " or closes links or the network, which only the driver does; use an endpoint, an option or"
                        + " an operation instead");
    }

    private static String require(String what, String text, Pattern refused, String why) {
        for (String command : RawCommandLine.commands(AtSyntax.requireCommand(what, text))) {
            if (!command.endsWith("=?") && refused.matcher(command).matches()) {
                throw new IllegalArgumentException(
                        what + ": " + AtSyntax.shown(SecretMasker.maskedCommand(text)) + " " + why);
            }
        }
        return text;
    }

    /** The answer to a raw command may look like a result that another command awaits. */
    @Override
    List<String> keys() {
        return RawCommandLine.commands(text()).stream()
                .map(RawCommandLine::name)
                .filter(name -> name.length() > 1 && !Character.isLetterOrDigit(name.charAt(0)))
                .toList();
    }

    @Override
    public String shown() {
        return SecretMasker.maskedCommand(text());
    }

    private static String upper(String text) {
        return text.trim().toUpperCase(Locale.ROOT);
    }

    @Override
    public boolean accept(String line) {
        if (ResultCode.isOne(line) || !isMine(line)) {
            return false;
        }
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
        return true;
    }

    private boolean isMine(String line) {
        int colon = line.indexOf(':');
        boolean named = colon > 0 && upper(text()).contains(line.substring(0, colon));
        return named && !UrcParser.isDataWaiting(line) || !UrcParser.isUrc(line);
    }

    @Override
    public List<String> result() {
        return List.copyOf(lines);
    }

    @Override
    public Urgency urgency() {
        return Urgency.QUESTION;
    }
}
