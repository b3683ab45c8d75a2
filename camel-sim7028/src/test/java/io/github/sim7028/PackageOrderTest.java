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
package io.github.sim7028;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.sim7028.testarch.ClassCircles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The order of the packages: camel on modem on at on line. No package uses one above it, none is large, no circle of classes is. */
@AnalyzeClasses(
        packages = {
            "io.github.sim7028.camel",
            "io.github.sim7028.modem",
            "io.github.sim7028.at",
            "io.github.sim7028.line"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class PackageOrderTest {

    private static final String ROOT = "io.github.sim7028.";
    private static final int LARGEST_PACKAGE = 25;

    /** From top to bottom. Packages on one line do not use each other. */
    static final List<Set<String>> ORDER = List.of(
            Set.of("camel.tracing"),
            Set.of("camel"),
            Set.of("camel.send", "camel.receive", "camel.group"),
            Set.of("camel.modem"),
            Set.of("camel.management", "camel.metrics"),
            Set.of("camel.inbound", "camel.message"),
            Set.of("camel.uri", "camel.framing", "camel.config"),
            Set.of("modem.driver"),
            Set.of("modem.driver.tls"),
            Set.of("modem.driver.operation"),
            Set.of("modem.driver.lifecycle"),
            Set.of("modem.driver.sim"),
            Set.of("modem.driver.setup"),
            Set.of("modem.driver.routing"),
            Set.of("modem.driver.server"),
            Set.of("modem.driver.link"),
            Set.of("modem.driver.send"),
            Set.of("modem.driver.session"),
            Set.of("modem.driver.status"),
            Set.of("modem.driver.pacing"),
            Set.of("modem"),
            Set.of("modem.report"),
            Set.of("modem.settings"),
            Set.of("at"),
            Set.of("at.datamode"),
            Set.of("at.command"),
            Set.of("at.codec"),
            Set.of("at.error"),
            Set.of("at.spi"),
            Set.of("line.transcript"),
            Set.of("line"),
            Set.of("line.telnet", "line.util"));

    static final Map<String, Integer> DEPTHS = IntStream.range(0, ORDER.size())
            .boxed()
            .flatMap(depth -> ORDER.get(depth).stream().map(name -> Map.entry(ROOT + name, depth)))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));

    /** All of one kind: one class for each command. */
    private static final Set<String> OF_ONE_KIND = Set.of(ROOT + "at.command");

    /** What the bundle exports. */
    static final Set<String> FOR_USERS = Stream.of(
                    "camel", "camel.framing", "modem", "modem.report", "modem.settings", "line", "at.error")
            .map(ROOT::concat)
            .collect(Collectors.toUnmodifiableSet());

    @ArchTest
    static final ArchRule eachPackageUsesOnlyThoseBelowIt = classes().should(useOnlyPackagesBelow());

    @ArchTest
    static final ArchRule onlyTheTopKnowsCamel = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.sim7028.camel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("io.github.sim7028.(**)").should().beFreeOfCycles();

    /** Camel's own pattern ties the component, its endpoints, producers and consumers. */
    @ArchTest
    static final ArchRule camelsClassesFormNoLargeCircle =
            classes().that().resideInAPackage("io.github.sim7028.camel").should(ClassCircles.formCirclesOfAtMost(8));

    @ArchTest
    static final ArchRule classesFormNoLargeCircle = classes()
            .that()
            .resideOutsideOfPackage("io.github.sim7028.camel")
            .should(ClassCircles.formCirclesOfAtMost(4));

    @ArchTest
    static void noPackageIsLarge(JavaClasses classes) {
        Map<String, Long> sizes = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(each -> !each.getSimpleName().equals("package-info"))
                .filter(each -> !OF_ONE_KIND.contains(each.getPackageName()))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(LARGEST_PACKAGE));
    }

    @ArchTest
    static void eachPackageHasItsPlaceInTheOrder(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .isEqualTo(DEPTHS.keySet());
    }

    /** What is public there names nothing that the bundle keeps for itself. */
    @ArchTest
    static final ArchRule whatUsersMayUseNamesNothingInternal = classes()
            .that()
            .resideInAnyPackage(FOR_USERS.toArray(String[]::new))
            .and()
            .arePublic()
            .should(nameOnlyWhatUsersMayUse());

    private static ArchCondition<JavaClass> useOnlyPackagesBelow() {
        return new ArchCondition<>("use only packages below their own") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    Integer from = DEPTHS.get(item.getPackageName());
                    Integer to = DEPTHS.get(target.getPackageName());
                    boolean own = target.getPackageName().equals(item.getPackageName());
                    if (from != null && to != null && !own && to <= from) {
                        events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> nameOnlyWhatUsersMayUse() {
        return new ArchCondition<>("name only what users may use") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                item.getCodeUnits().stream()
                        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                        .forEach(unit -> Stream.concat(
                                        unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                                .map(JavaClass::getBaseComponentType)
                                .filter(type -> type.getPackageName().startsWith(ROOT)
                                        && !FOR_USERS.contains(type.getPackageName()))
                                .forEach(type -> events.add(SimpleConditionEvent.violated(
                                        unit, unit.getFullName() + " names " + type.getName()))));
            }
        };
    }
}
