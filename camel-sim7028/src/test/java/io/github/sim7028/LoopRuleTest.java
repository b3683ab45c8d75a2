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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.OnLoop;

/**
 * Who is not on a modem's loop reaches what lives there only in a task, that is a lambda or a method reference, that is handed over. That the
 * task is handed to the loop is not seen in byte code: that is asserted at run time. Building an object is free, as nobody shares it yet.
 */
@AnalyzeClasses(packages = "io.github.sim7028", importOptions = ImportOption.DoNotIncludeTests.class)
class LoopRuleTest {

    @ArchTest
    static final ArchRule whatLivesOnTheLoopIsCalledThere = classes()
            .should(new ArchCondition<>("call what lives on the loop only there, or in a task") {
                @Override
                public void check(JavaClass caller, ConditionEvents events) {
                    caller.getMethodCallsFromSelf().stream()
                            .filter(call -> !call.isDeclaredInLambda())
                            .filter(call -> wantsLoop(call) && !isOnLoop(call.getOrigin()))
                            .forEach(call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
                }
            });

    private static boolean wantsLoop(JavaMethodCall call) {
        return call.getTarget().resolveMember().map(LoopRuleTest::wantsLoop).orElse(false);
    }

    private static boolean wantsLoop(JavaMethod method) {
        if (method.isAnnotatedWith(AnyThread.class) || method.getModifiers().contains(JavaModifier.STATIC)) {
            return false;
        }
        return method.isAnnotatedWith(OnLoop.class) || livesOnLoop(method.getOwner());
    }

    private static boolean isOnLoop(JavaCodeUnit origin) {
        if (origin.isAnnotatedWith(AnyThread.class)) {
            return false;
        }
        if (origin.isAnnotatedWith(OnLoop.class)) {
            return true;
        }
        for (JavaClass room = origin.getOwner();
                room != null;
                room = room.getEnclosingClass().orElse(null)) {
            if (livesOnLoop(room)) {
                return true;
            }
        }
        return false;
    }

    private static boolean livesOnLoop(JavaClass type) {
        return type.isAnnotatedWith(OnLoop.class)
                || type.getRawSuperclass().map(LoopRuleTest::livesOnLoop).orElse(false);
    }
}
