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
package io.github.sim7028.benchmarks;

import io.github.sim7028.benchmarks.fixture.ChildJvm;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.List;

/** Very many modems in one JVM, their simulators in others. */
final class ScaleBenchmark {

    /** A virtual modem has seven file descriptors; a process commonly may have some thousands. */
    private static final int MODEMS_A_PROCESS = 1000;

    private static final int IDLE_MODEMS = 100;

    private final RunSize scope;
    private final boolean full;
    /** The smallest run: what is spent once, for however many modems, is subtracted from the others'. */
    private Found few;
    /** The run before: cost must not grow faster than the number of modems. */
    private Found fewer;

    /** What a run found, of the whole JVM. */
    private record Found(int modems, double p50, double p99, double threads, double heap, double cpu, int lost) {

        static Found of(int modems, String words) {
            String[] word = words.split(" ");
            return new Found(
                    modems,
                    Double.parseDouble(word[0]),
                    Double.parseDouble(word[1]),
                    Double.parseDouble(word[2]),
                    Double.parseDouble(word[3]),
                    Double.parseDouble(word[4]),
                    Integer.parseInt(word[5]));
        }
    }

    ScaleBenchmark(RunSize scope, boolean full) {
        this.scope = scope;
        this.full = full;
    }

    void run(Results results) {
        for (int modems : scope.modems()) {
            results.measure("scale, " + modems + " modems", r -> work(modems, r));
        }
        results.measure("idle, " + IDLE_MODEMS + " modems", this::idle);
    }

    private void work(int modems, Results results) throws Exception {
        Found found = Found.of(modems, gateway(modems, seconds(), false));
        String name = "scale, " + modems + " modems: ";
        results.add(Result.cost(name + "p50 lateness", found.p50(), 100, "ms", null, "there and back"));
        results.add(Result.cost(name + "p99 lateness", found.p99(), 100, "ms", 1.0, "there and back"));
        if (few == null) {
            few = found;
            results.say("the first " + modems + " modems take " + Math.round(found.threads()) + " threads and "
                    + Math.round(found.heap()) + " KB with what is needed once");
        } else {
            int more = modems - few.modems();
            String above = " above the run with " + few.modems() + " modems";
            results.add(Result.cost(
                    name + "threads a modem",
                    (found.threads() - few.threads()) / more,
                    2,
                    "threads",
                    1.0,
                    Math.round(found.threads()) + " in all; counted" + above));
            results.add(Result.cost(
                    name + "heap a modem",
                    (found.heap() - few.heap()) / more,
                    100,
                    "KB",
                    1.0,
                    "after GC, its two routes included; counted" + above));
            results.add(Result.cost(
                    name + "CPU a modem",
                    found.cpu(),
                    fewer.cpu(),
                    "us/s",
                    1.2,
                    "the limit is that of " + fewer.modems() + " modems: cost must not grow faster than their number"));
        }
        fewer = found;
        double all = 2.0 * modems * seconds();
        results.add(Result.cost(
                name + "messages that were not back a second after the last", found.lost(), all, "messages", 0.0, ""));
    }

    private int seconds() {
        return full ? 30 : 8;
    }

    private void idle(Results results) throws Exception {
        double share = Double.parseDouble(gateway(IDLE_MODEMS, full ? 60 : 10, true));
        results.add(Result.cost("idle, " + IDLE_MODEMS + " modems: CPU", share, 1, "% of a core", 1.0, ""));
    }

    private String gateway(int modems, int seconds, boolean idle) throws Exception {
        List<ChildJvm> simulators = new ArrayList<>();
        try {
            List<String> arguments = new ArrayList<>(List.of(String.valueOf(seconds), String.valueOf(idle)));
            for (int left = modems; left > 0; left -= MODEMS_A_PROCESS) {
                ChildJvm simulator = new ChildJvm(
                        ScaleSimulators.class,
                        List.of("-Xmx1g", "-Xss512k"),
                        List.of(String.valueOf(Math.min(left, MODEMS_A_PROCESS))));
                simulators.add(simulator);
                arguments.add(simulator.await("SIMULATORS", 120));
            }
            try (ChildJvm gateway = new ChildJvm(ScaleGateway.class, ChildJvm.gateway("-Xmx1g"), arguments)) {
                return gateway.await("SCALE", 600);
            }
        } finally {
            simulators.forEach(ChildJvm::close);
        }
    }
}
