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
package io.github.sim7028.benchmarks.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Collects what is measured and tells of it while it goes on. */
public final class Results {

    private final List<Result> all = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final PrintStream out;
    private final Pattern cases;
    private final long began = System.nanoTime();

    /**
     * Cases that belong together.
     *
     * @param bars   what is drawn as a bar against its limit
     * @param points what is drawn as a curve
     */
    public record Group(String title, List<Result> bars, List<Point> points) {}

    /**
     * A point of a curve over the number of modems.
     *
     * @param curve  what the curve is of, such as CPU a modem
     * @param series which of several curves in one picture
     */
    public record Point(String curve, String series, int modems, double value, String unit) {}

    /** @param cases which ones are measured */
    public Results(PrintStream out, Pattern cases) {
        this.out = out;
        this.cases = cases;
    }

    /** What is added from now on belongs together. */
    public void begin(String title) {
        groups.add(new Group(title, new ArrayList<>(), new ArrayList<>()));
        say("== " + title);
    }

    public void add(Result result) {
        group().bars().add(result);
        tell(result);
    }

    /** A result that is drawn as a point of a curve, not as a bar. */
    public void add(Point point, Result result) {
        add(point);
        tell(result);
    }

    public void add(Point point) {
        group().points().add(point);
    }

    private void tell(Result result) {
        all.add(result);
        say(result.toString());
    }

    private Group group() {
        if (groups.isEmpty()) {
            groups.add(new Group("Cases", new ArrayList<>(), new ArrayList<>()));
        }
        return groups.get(groups.size() - 1);
    }

    public void say(String line) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        out.printf("[%3d s] %s%n", seconds, line);
        out.flush();
    }

    public List<Result> all() {
        return List.copyOf(all);
    }

    public List<Group> groups() {
        return List.copyOf(groups);
    }

    /** Measures one case; one that breaks is told of and the others go on. */
    public void measure(String name, Measurement measurement) {
        if (!cases.matcher(name).find()) {
            return;
        }
        try {
            measurement.run(this);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            add(Result.broken(name, e));
        }
    }

    /** Something that ends in results. */
    @FunctionalInterface
    public interface Measurement {
        void run(Results results) throws Exception;
    }
}
