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
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.sim7028.testarch.ClassCircles;

/** The house: camel on modem on at on line, and nobody below knows who lives above. */
@AnalyzeClasses(packages = "io.github.sim7028", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageOrderTest {

    @ArchTest
    static final ArchRule eachPackageKnowsOnlyThoseBelowIt = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.sim7028..")
            .layer("camel")
            .definedBy("io.github.sim7028.camel..")
            .layer("modem")
            .definedBy("io.github.sim7028.modem..")
            .layer("at")
            .definedBy("io.github.sim7028.at..")
            .layer("line")
            .definedBy("io.github.sim7028.line..")
            .optionalLayer("simulator")
            .definedBy("io.github.sim7028.simulator..")
            .whereLayer("camel")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("modem")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("at")
            .mayOnlyBeAccessedByLayers("camel", "modem")
            .whereLayer("line")
            .mayOnlyBeAccessedByLayers("camel", "modem", "at")
            .whereLayer("simulator")
            .mayOnlyBeAccessedByLayers("line");

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

    /** The rooms of the top layer; what stands below knows neither the component nor its endpoints. */
    @ArchTest
    static final ArchRule eachRoomOfCamelKnowsOnlyThoseBelowIt = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.sim7028.camel..")
            .layer("camel")
            .definedBy("io.github.sim7028.camel")
            .layer("send")
            .definedBy("io.github.sim7028.camel.send")
            .layer("receive")
            .definedBy("io.github.sim7028.camel.receive")
            .layer("modem")
            .definedBy("io.github.sim7028.camel.modem")
            .layer("management")
            .definedBy("io.github.sim7028.camel.management")
            .layer("inbound")
            .definedBy("io.github.sim7028.camel.inbound")
            .layer("message")
            .definedBy("io.github.sim7028.camel.message")
            .layer("uri")
            .definedBy("io.github.sim7028.camel.uri")
            .layer("framing")
            .definedBy("io.github.sim7028.camel.framing")
            .layer("config")
            .definedBy("io.github.sim7028.camel.config")
            .whereLayer("camel")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("send")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("receive")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("modem")
            .mayOnlyBeAccessedByLayers("camel", "send")
            .whereLayer("management")
            .mayOnlyBeAccessedByLayers("camel", "receive", "modem")
            .whereLayer("inbound")
            .mayOnlyBeAccessedByLayers("camel", "send", "receive")
            .whereLayer("message")
            .mayOnlyBeAccessedByLayers("camel", "send", "receive")
            .whereLayer("uri")
            .mayOnlyBeAccessedByLayers("camel", "message")
            .whereLayer("framing")
            .mayOnlyBeAccessedByLayers("camel", "inbound", "message")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("camel", "send", "modem", "message");

    /** The Camel classes themselves know each other: component, endpoints, producers, consumers. */
    @ArchTest
    static final ArchRule theCamelClassesAreTheLargestCircleOfTheirPackage =
            classes().that().resideInAPackage("io.github.sim7028.camel").should(ClassCircles.formCirclesOfAtMost(8));

    @ArchTest
    static final ArchRule theRoomsOfCamelHaveNoLargeCircle = classes()
            .that()
            .resideInAPackage("io.github.sim7028.camel.(*)..")
            .should(ClassCircles.formCirclesOfAtMost(4));
}
