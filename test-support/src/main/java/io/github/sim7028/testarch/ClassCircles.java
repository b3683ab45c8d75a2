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

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Circles of classes: the largest sets of top-level classes of one package in which each depends on each other, directly
 * or over others of the set. Nested classes count as part of the class around them.
 *
 * <pre>
 * classes().that().resideInAPackage("..modem..").should(ClassCircles.formCirclesOfAtMost(4))
 * </pre>
 */
public final class ClassCircles {

    private ClassCircles() {}

    /** Fails for each circle of more classes, and names its members and what each of them depends on within it. */
    public static ArchCondition<JavaClass> formCirclesOfAtMost(int most) {
        return new ArchCondition<>("form class circles of at most " + most) {

            private final Map<JavaClass, Set<JavaClass>> edges =
                    new TreeMap<>(Comparator.comparing(JavaClass::getName));

            @Override
            public void init(Collection<JavaClass> all) {
                edges.clear();
                all.forEach(each -> edges.computeIfAbsent(outermost(each), top -> byName()));
            }

            @Override
            public void check(JavaClass item, ConditionEvents events) {
                JavaClass from = outermost(item);
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    JavaClass to = outermost(dependency.getTargetClass().getBaseComponentType());
                    if (!to.equals(from)
                            && edges.containsKey(to)
                            && to.getPackageName().equals(from.getPackageName())) {
                        edges.get(from).add(to);
                    }
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                for (Set<JavaClass> circle : new Search(edges).circles()) {
                    if (circle.size() > most) {
                        JavaClass any = circle.iterator().next();
                        events.add(SimpleConditionEvent.violated(any, message(circle, edges)));
                    }
                }
            }
        };
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private static Set<JavaClass> byName() {
        return new TreeSet<>(Comparator.comparing(JavaClass::getName));
    }

    private static String message(Set<JavaClass> circle, Map<JavaClass, Set<JavaClass>> edges) {
        StringBuilder text = new StringBuilder("Circle of " + circle.size() + " classes in package "
                + circle.iterator().next().getPackageName() + ": " + names(circle));
        for (JavaClass member : circle) {
            Set<JavaClass> targets = byName();
            targets.addAll(edges.get(member));
            targets.retainAll(circle);
            text.append("\n    ").append(member.getSimpleName()).append(" -> ").append(names(targets));
        }
        return text.toString();
    }

    private static String names(Set<JavaClass> classes) {
        return classes.stream().map(JavaClass::getSimpleName).collect(Collectors.joining(", "));
    }

    /** Tarjan's search for strongly connected components. */
    private static final class Search {

        private final Map<JavaClass, Set<JavaClass>> edges;
        private final Map<JavaClass, Integer> index = new HashMap<>();
        private final Map<JavaClass, Integer> lowest = new HashMap<>();
        private final Deque<JavaClass> path = new ArrayDeque<>();
        private final Set<JavaClass> onPath = new HashSet<>();
        private final List<Set<JavaClass>> found = new ArrayList<>();

        Search(Map<JavaClass, Set<JavaClass>> edges) {
            this.edges = edges;
        }

        List<Set<JavaClass>> circles() {
            for (JavaClass each : edges.keySet()) {
                if (!index.containsKey(each)) {
                    visit(each);
                }
            }
            return found;
        }

        private void visit(JavaClass from) {
            int number = index.size();
            index.put(from, number);
            lowest.put(from, number);
            path.push(from);
            onPath.add(from);
            for (JavaClass to : edges.get(from)) {
                if (!index.containsKey(to)) {
                    visit(to);
                    lowest.merge(from, lowest.get(to), Math::min);
                } else if (onPath.contains(to)) {
                    lowest.merge(from, index.get(to), Math::min);
                }
            }
            if (lowest.get(from) == number) {
                close(from);
            }
        }

        private void close(JavaClass root) {
            Set<JavaClass> circle = byName();
            JavaClass member;
            do {
                member = path.pop();
                onPath.remove(member);
                circle.add(member);
            } while (!member.equals(root));
            if (circle.size() > 1) {
                found.add(circle);
            }
        }
    }
}
