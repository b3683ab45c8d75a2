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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Compares what pitest has found with what the project promises: in each package enough mutants are killed, and each one that survives is
 * explained in a list that names no other. Run by the build.
 */
public final class MutationCheck {

    private static final String ROOT = "io.github.sim7028.";

    /** {@code at.codec.SecretMasker.begin ConditionalsBoundary 2: why that changes nothing}. */
    private static final Pattern EXPLAINED = Pattern.compile("(\\S+ \\S+) (\\d+): (\\S.*)");

    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");

    /** What pitest says of the mutants of a package, or of a method and a mutator. */
    private static final class Count {
        private int all;
        private int killed;
        /** Part of the killed ones: on a machine that is busy, a survivor may look so. */
        private int timedOut;

        private int survived() {
            return all - killed;
        }

        private void add(String status) {
            all++;
            switch (status) {
                case "TIMED_OUT" -> {
                    killed++;
                    timedOut++;
                }
                case "KILLED", "MEMORY_ERROR", "RUN_ERROR" -> killed++;
                case "SURVIVED", "NO_COVERAGE" -> {}
                default -> throw new IllegalStateException("pitest says " + status + " of a mutant");
            }
        }
    }

    private final Map<String, Count> packages = new TreeMap<>();
    private final Map<String, Count> kinds = new TreeMap<>();
    private final Map<String, String> packageOf = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    private MutationCheck() {}

    /**
     * @param arguments the folder of the reports, the list of explained survivors, the least part of the mutants of a package that must be
     *     killed in percent, and the packages each survivor of which must be explained, separated by commas
     */
    public static void main(String[] arguments) throws Exception {
        MutationCheck check = new MutationCheck();
        try (Stream<Path> reports = Files.walk(Path.of(arguments[0]))) {
            for (Path report : reports.filter(file -> file.endsWith("mutations.xml")).sorted().toList()) {
                check.read(report);
            }
        }
        check.judge(Integer.parseInt(arguments[2]), Path.of(arguments[1]), Set.of(arguments[3].split(",")));
        System.exit(check.faults.isEmpty() ? 0 : 1);
    }

    private void read(Path report) throws Exception {
        NodeList mutants = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("mutation");
        for (int i = 0; i < mutants.getLength(); i++) {
            Element mutant = (Element) mutants.item(i);
            String status = mutant.getAttribute("status");
            if (status.equals("NON_VIABLE")) {
                continue;
            }
            String type = text(mutant, "mutatedClass").replace(ROOT, "");
            String room = type.substring(0, type.lastIndexOf('.'));
            Matcher lambda = LAMBDA.matcher(text(mutant, "mutatedMethod"));
            String method = lambda.matches() ? lambda.group(1) : text(mutant, "mutatedMethod");
            String mutator = text(mutant, "mutator").replaceAll(".*\\.|Mutator$", "");
            String kind = type + "." + method + " " + mutator;
            packages.computeIfAbsent(room, name -> new Count()).add(status);
            kinds.computeIfAbsent(kind, name -> new Count()).add(status);
            packageOf.put(kind, room);
        }
    }

    private static String text(Element mutant, String name) {
        return mutant.getElementsByTagName(name).item(0).getTextContent();
    }

    private void judge(int least, Path list, Set<String> explained) throws IOException {
        if (packages.isEmpty()) {
            faults.add("there is no report of pitest");
        }
        System.out.println("| package | mutants | killed | of these timed out | survived | killed % |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        packages.forEach((name, count) -> {
            System.out.printf(
                    "| `%s` | %d | %d | %d | %d | %d |%n",
                    name, count.all, count.killed, count.timedOut, count.survived(), percent(count));
            if (percent(count) < least) {
                faults.add(name + ": " + percent(count) + " % of the mutants are killed; at least " + least + " % must be");
            }
        });
        Map<String, Integer> listed = read(list, explained);
        Set<String> names = new TreeSet<>(kinds.keySet());
        names.addAll(listed.keySet());
        for (String name : names) {
            Count count = kinds.getOrDefault(name, new Count());
            int expected = listed.getOrDefault(name, 0);
            if (explained.contains(packageOf.getOrDefault(name, "")) && count.survived() > expected) {
                faults.add(name + ": " + count.survived() + " survived, " + expected
                        + " are explained. Write the test that notices, or delete what is not needed, or explain in the list why"
                        + " nobody can notice");
            } else if (count.survived() + count.timedOut < expected) {
                faults.add(name + ": " + expected + " are explained, but only " + count.survived()
                        + " survived: shorten the list");
            }
        }
        faults.forEach(System.out::println);
    }

    private static int percent(Count count) {
        return 100 * count.killed / count.all;
    }

    private Map<String, Integer> read(Path list, Set<String> explained) throws IOException {
        Map<String, Integer> listed = new TreeMap<>();
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher entry = EXPLAINED.matcher(line);
            if (!entry.matches()) {
                faults.add(list.getFileName() + ": not 'CLASS.METHOD MUTATOR COUNT: REASON': " + line);
            } else if (listed.put(entry.group(1), Integer.valueOf(entry.group(2))) != null) {
                faults.add(list.getFileName() + ": twice: " + entry.group(1));
            } else if (explained.stream().noneMatch(room -> entry.group(1).startsWith(room + "."))) {
                faults.add(list.getFileName() + ": in none of the packages that are to be explained: " + entry.group(1));
            }
        }
        return listed;
    }
}
