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

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What one run found, and where.
 *
 * @param version of the component
 * @param date    of the day on which it was measured, as 2026-12-31
 * @param machine its processors, system and JVM
 * @param load    of the machine when the run began, or a negative number where the system does not tell
 */
public record Run(String version, String date, String machine, double load, List<Result> results) {

    /** This JVM's machine, with nothing measured yet: the load is that of the moment. */
    public static Run begin(String version) {
        return new Run(
                version,
                LocalDate.now(ZoneOffset.UTC).toString(),
                Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ", " + System.getProperty("java.vm.name") + " "
                        + System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                List.of());
    }

    public Run found(List<Result> found) {
        return new Run(version, date, machine, load, List.copyOf(found));
    }

    /** Version, day, machine and load in one line. */
    public String where() {
        return version + ", " + date + ", " + machine + (load < 0 ? "" : ", load before the run " + Result.shown(load));
    }
}
