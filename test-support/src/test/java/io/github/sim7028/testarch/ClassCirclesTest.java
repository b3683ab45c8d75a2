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
package io.github.sim7028.testarch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import io.github.sim7028.testarch.circles.Left;
import org.junit.jupiter.api.Test;

class ClassCirclesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackagesOf(Left.class);

    private static EvaluationResult atMost(int most) {
        return classes().should(ClassCircles.formCirclesOfAtMost(most)).evaluate(CLASSES);
    }

    @Test
    void aCircleThatIsTooLargeIsNamedWithItsMembersAndEdges() {
        EvaluationResult result = atMost(2);

        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().getDetails())
                .containsExactly(
                        "Circle of 3 classes in package io.github.sim7028.testarch.circles: Left, Middle, Right"
                                + "\n    Left -> Middle\n    Middle -> Right\n    Right -> Left, Middle");
    }

    @Test
    void aCircleOfTheAllowedSizeIsFine() {
        assertThat(atMost(3).hasViolation()).isFalse();
    }

    @Test
    void aPairIsACircleToo() {
        assertThat(atMost(1).getFailureReport().getDetails())
                .hasSize(2)
                .anyMatch(circle -> circle.startsWith("Circle of 2 classes"));
    }

    @Test
    void theSameConditionCanBeUsedAgain() {
        var condition = ClassCircles.formCirclesOfAtMost(2);

        assertThat(classes().should(condition).evaluate(CLASSES).hasViolation()).isTrue();
        assertThat(classes()
                        .that()
                        .haveSimpleNameNotStartingWith("Right")
                        .should(condition)
                        .evaluate(CLASSES)
                        .hasViolation())
                .isFalse();
    }
}
