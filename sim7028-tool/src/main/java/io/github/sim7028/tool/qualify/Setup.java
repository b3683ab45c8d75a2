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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** What the questions rely on: no echo, errors in words, a module that stays awake. */
final class Setup {

    /** What of this a module would keep, {@link #restore} sets back. */
    private static final List<String> SETTINGS =
            List.of("ATE0", "AT+CMEE=2", "AT+CEREG=1", "AT+QCPMUCFG=1,1", "AT+CEDRXS=0", "AT+CPSMS=0");

    private Setup() {}

    /** Each may be refused: what depends on it shows that. */
    static void prepare(Subject module) throws IOException, NoAnswer {
        for (String setting : SETTINGS) {
            module.ask(setting);
        }
    }

    /** The settings of before that a restart would not bring back, as commands that set them back. */
    static List<String> former(Subject module) throws IOException, NoAnswer {
        List<String> commands = new ArrayList<>();
        add(commands, module.ask("AT+CMEE?").match("\\+CMEE: ?([0-2])"), "AT+CMEE=$1");
        add(commands, module.ask("AT+CEREG?").match("\\+CEREG: ?([0-5]),.*"), "AT+CEREG=$1");
        add(commands, module.ask("AT+CEDRXS?").match("\\+CEDRXS: ?([1-5]),(\"[01]{4}\").*"), "AT+CEDRXS=1,$1,$2");
        add(commands, module.ask("AT+QCPMUCFG?").match("\\+QCPMUCFG: ?([01],[0-9]).*"), "AT+QCPMUCFG=$1");
        add(commands, module.ask("AT+CPSMS?").match("\\+CPSMS: ?(1(?:,.*)?)"), "AT+CPSMS=$1");
        return commands;
    }

    private static void add(List<String> commands, Optional<Matcher> answer, String command) {
        answer.ifPresent(found -> {
            String text = command;
            for (int group = 1; group <= found.groupCount(); group++) {
                text = text.replace("$" + group, found.group(group));
            }
            commands.add(text);
        });
    }

    /** Sets the settings of before. The network is closed. */
    static void restore(Subject module, List<String> former) throws IOException, NoAnswer {
        module.ask("AT+CIPMODE=0");
        if (module.ask("AT+CFUN?").match("\\+CFUN: ?0").isPresent()) {
            module.ask("AT+CFUN=1");
        }
        for (String command : former) {
            module.ask(command);
        }
    }
}
