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
package io.github.sim7028.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.sim7028.testarch.ClassCircles;
import java.util.Map;
import java.util.stream.Collectors;

/** Which package of the simulator may use which, and how small they are. */
@AnalyzeClasses(packages = "io.github.sim7028.simulator", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageOrderTest {

    private static final String ROOT = "io.github.sim7028.simulator";
    private static final int LARGEST_PACKAGE = 25;

    @ArchTest
    static final ArchRule eachPackageKnowsOnlyThoseBelowIt = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .layer("cli")
            .definedBy(ROOT + ".cli")
            .layer("junit")
            .definedBy(ROOT + ".junit")
            .layer("replay")
            .definedBy(ROOT + ".replay")
            .layer("scenario")
            .definedBy(ROOT + ".scenario")
            .layer("control")
            .definedBy(ROOT + ".control")
            .layer("simulator")
            .definedBy(ROOT)
            .layer("command")
            .definedBy(ROOT + ".command")
            .layer("module")
            .definedBy(ROOT + ".module")
            .layer("power")
            .definedBy(ROOT + ".power")
            .layer("net")
            .definedBy(ROOT + ".net")
            .layer("uart")
            .definedBy(ROOT + ".uart")
            .layer("fault")
            .definedBy(ROOT + ".fault")
            .layer("at")
            .definedBy(ROOT + ".at")
            .layer("engine")
            .definedBy(ROOT + ".engine")
            .layer("report")
            .definedBy(ROOT + ".report")
            .layer("model")
            .definedBy(ROOT + ".model")
            .whereLayer("cli")
            .mayOnlyAccessLayers("scenario", "control", "simulator", "replay", "report", "model")
            .whereLayer("junit")
            .mayOnlyAccessLayers("simulator", "fault")
            .whereLayer("scenario")
            .mayOnlyAccessLayers("control", "model")
            .whereLayer("control")
            .mayOnlyAccessLayers("simulator", "fault", "report", "model")
            .whereLayer("replay")
            .mayOnlyAccessLayers("model")
            .whereLayer("simulator")
            .mayOnlyAccessLayers("command", "module", "power", "net", "uart", "fault", "engine", "report", "model")
            .whereLayer("command")
            .mayOnlyAccessLayers("module", "power", "net", "at", "engine", "model")
            .whereLayer("module")
            .mayOnlyAccessLayers("power", "net", "uart", "fault", "at", "engine", "report", "model")
            .whereLayer("power")
            .mayOnlyAccessLayers("engine", "model")
            .whereLayer("net")
            .mayOnlyAccessLayers("engine", "report", "model")
            .whereLayer("uart")
            .mayOnlyAccessLayers("engine", "model")
            .whereLayer("report")
            .mayOnlyAccessLayers("model")
            .whereLayer("fault")
            .mayOnlyAccessLayers("model")
            .whereLayer("at")
            .mayNotAccessAnyLayer()
            .whereLayer("engine")
            .mayNotAccessAnyLayer()
            .whereLayer("model")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("io.github.sim7028.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule classesFormNoLargeCircle = classes()
            .should(ClassCircles.formCirclesOfAtMost(3))
            .because("a reader starts anywhere and comes to an end");

    /** The commands are all of one kind, one class each. */
    @ArchTest
    static void noPackageIsLarge(JavaClasses classes) {
        Map<String, Long> sizes = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        sizes.remove(ROOT + ".command");

        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(LARGEST_PACKAGE));
    }
}
