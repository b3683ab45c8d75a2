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

import static org.junit.jupiter.api.Assertions.fail;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What users of a module may compile against, as sorted text: public types, each with what is public or protected in it. A list in
 * {@code config/api} is compared with the classes in each build, so that a change of it is a decision and stands in a diff.
 */
public final class PublicApi {

    /** With {@code -Dsim7028.api.write=true} the lists are written instead of compared. */
    private static final boolean WRITE = Boolean.getBoolean("sim7028.api.write");

    /** Camel writes and calls these classes; what they hold follows from the options. */
    private static final Set<String> FOR_CAMEL_ONLY =
            Set.of("org.apache.camel.spi.GeneratedPropertyConfigurer", "org.apache.camel.spi.EndpointUriFactory");

    /** Each class has them. */
    private static final Set<String> OF_EACH_OBJECT = Set.of("equals", "hashCode", "toString", "finalize");

    private static final Pattern JAVA_LANG = Pattern.compile("\\bjava\\.lang\\.(?=[A-Z])");

    private PublicApi() {}

    /** The public types of packages, without those of tests and those that only Camel calls. */
    public static Stream<Class<?>> ofPackages(Collection<String> packages) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(packages).stream()
                        .filter(type -> packages.contains(type.getPackageName()))
                        .filter(PublicApi::isOpen)
                        .<Class<?>>map(JavaClass::reflect)
                        .filter(Predicate.not(PublicApi::isForCamelOnly));
    }

    /**
     * Fails where the types are not as the list has them, and names each difference and the command that accepts it.
     *
     * @param module directory of the module, which is the working directory
     * @throws AssertionError for a difference
     */
    public static void requireListed(String module, Stream<Class<?>> types) {
        Path list = Path.of("..", "config", "api", module + ".txt");
        List<String> now = describe(types);
        try {
            if (WRITE) {
                Files.createDirectories(list.getParent());
                Files.writeString(list, String.join("\n", now) + "\n");
            }
            List<String> listed = Files.exists(list) ? Files.readAllLines(list) : List.of();
            if (!now.equals(listed)) {
                fail(difference(module, listed, now));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String difference(String module, List<String> listed, List<String> now) {
        Set<String> gone = new TreeSet<>(withTypes(listed));
        gone.removeAll(withTypes(now));
        Set<String> fresh = new TreeSet<>(withTypes(now));
        fresh.removeAll(withTypes(listed));
        return Stream.concat(
                        gone.stream().map("  gone: "::concat), fresh.stream().map("  new:  "::concat))
                .collect(Collectors.joining(
                        "\n",
                        "The public API of " + module + " is not as config/api/" + module + ".txt lists it:\n",
                        "\nUsers compile against it. Where the change is meant, write the list anew and commit it with the change:\n"
                                + "  mvn -q test -pl " + module + " -am -Dtest=PublicApiTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim7028.api.write=true\n"
                                + "What is gone breaks programs: CHANGELOG.md has to say what to use instead."));
    }

    /** The members with the name of their type, so that each line says whose it is. */
    private static List<String> withTypes(List<String> lines) {
        List<String> whole = new ArrayList<>();
        String type = "";
        for (String line : lines) {
            if (line.startsWith(" ")) {
                whole.add(type + ": " + line.strip());
            } else if (!line.isEmpty()) {
                type = line.replaceFirst("^.*?\\b(class|interface|enum|record) ([\\w.$]+).*$", "$2");
                whole.add(line);
            }
        }
        return whole;
    }

    static List<String> describe(Stream<Class<?>> types) {
        List<String> lines = new ArrayList<>();
        types.distinct().sorted(Comparator.comparing(Class::getName)).forEach(type -> {
            lines.add(head(type));
            members(type).sorted().distinct().map("    "::concat).forEach(lines::add);
            lines.add("");
        });
        if (!lines.isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private static String head(Class<?> type) {
        // a record says so itself; what it has besides is in toGenericString, too
        StringBuilder head = new StringBuilder(deprecation(type)).append(type.toGenericString());
        if (type.isRecord()) {
            head.append(Arrays.stream(type.getRecordComponents())
                    .map(PublicApi::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class && !type.isEnum() && !type.isRecord()) {
            head.append(" extends ").append(parent.getTypeName());
        }
        append(head, type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces());
        if (type.isSealed()) {
            append(head, " permits ", type.getPermittedSubclasses());
        }
        return brief(head.toString());
    }

    private static String component(RecordComponent component) {
        return component.getGenericType().getTypeName() + " " + component.getName();
    }

    private static void append(StringBuilder to, String word, Type[] types) {
        if (types.length > 0) {
            to.append(Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", ", word, "")));
        }
    }

    private static Stream<String> members(Class<?> type) {
        List<String> members = new ArrayList<>();
        for (Class<?> from = type; from != null; from = from.getSuperclass()) {
            // what a class inherits from one that users cannot name is its own for them
            if (from == type || !Modifier.isPublic(from.getModifiers())) {
                ofClass(from, type).forEach(members::add);
            }
        }
        return members.stream().map(PublicApi::brief);
    }

    private static Stream<String> ofClass(Class<?> from, Class<?> seenAs) {
        Stream<String> constructors = from != seenAs || from.isEnum()
                ? Stream.empty()
                : Arrays.stream(from.getDeclaredConstructors())
                        .filter(made -> isSeen(made, seenAs) && !isCanonical(made))
                        .map(PublicApi::text);
        Stream<String> methods = Arrays.stream(from.getDeclaredMethods())
                .filter(method -> isSeen(method, seenAs) && !method.isBridge() && !isSelfEvident(method, from))
                .map(PublicApi::text);
        Stream<String> fields = Arrays.stream(from.getDeclaredFields())
                .filter(field -> isSeen(field, seenAs))
                .map(field -> field.isEnumConstant() ? field.getName() : text(field));
        return Stream.of(constructors, methods, fields).flatMap(each -> each);
    }

    private static boolean isSeen(Member member, Class<?> type) {
        int modifiers = member.getModifiers();
        boolean inherited = Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers()) && !type.isEnum();
        return !member.isSynthetic() && (Modifier.isPublic(modifiers) || inherited);
    }

    /** The head of a record says it. */
    private static boolean isCanonical(Constructor<?> made) {
        Class<?> type = made.getDeclaringClass();
        return type.isRecord()
                && Arrays.equals(
                        made.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }

    private static boolean isSelfEvident(Method method, Class<?> type) {
        boolean ofEnum = type.isEnum()
                && Modifier.isStatic(method.getModifiers())
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
        boolean ofRecord = type.isRecord()
                && method.getParameterCount() == 0
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getAccessor().equals(method));
        return ofEnum || ofRecord || OF_EACH_OBJECT.contains(method.getName());
    }

    private static String text(Executable made) {
        String owner = made.getDeclaringClass().getTypeName();
        String text = made.toGenericString().replaceFirst("\\b(synchronized |native )", "");
        text = made instanceof Method
                ? text.replace(owner + "." + made.getName() + "(", made.getName() + "(")
                : text.replace(owner + "(", made.getDeclaringClass().getSimpleName() + "(");
        Object preset = made instanceof Method method ? method.getDefaultValue() : null;
        return deprecation(made) + text + (preset == null ? "" : " default " + preset);
    }

    /** With its value where that becomes part of what is compiled against it. */
    private static String text(Field field) {
        String text = field.toGenericString()
                .replace(field.getDeclaringClass().getTypeName() + "." + field.getName(), field.getName());
        boolean constant = Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
        try {
            return deprecation(field) + text + (constant ? " = " + quoted(field.get(null)) : "");
        } catch (IllegalAccessException e) {
            return deprecation(field) + text;
        }
    }

    private static String quoted(Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    private static String deprecation(AnnotatedElement element) {
        return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
    }

    private static String brief(String text) {
        return JAVA_LANG.matcher(text).replaceAll("");
    }

    /** Public, and in public types only. */
    private static boolean isOpen(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && type.getEnclosingClass().map(PublicApi::isOpen).orElse(true);
    }

    private static boolean isForCamelOnly(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).map(Class::getName).anyMatch(FOR_CAMEL_ONLY::contains);
    }
}
