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
package io.github.sim7028.camel.quarkus.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The code of some jars, and what it refers to. A class is broken if it names a class that no library has. Broken classes do no harm as
 * long as no code makes an instance of them or uses a static member, as the build of a native image does not come to their code then.
 */
final class LinkedCode {

    private static final String ANNOTATIONS = "Lcom/oracle/svm/core/annotate/";

    private final Set<String> known = new HashSet<>();
    private final Map<String, ClassNode> code = new HashMap<>();
    /** By the name of a class: the methods that a native image has others for; null for a class that is replaced as a whole. */
    private final Map<String, Set<String>> replaced = new HashMap<>();

    /** @param libraries all jars of the image */
    LinkedCode(List<Path> libraries) throws IOException {
        for (Path library : libraries) {
            NativeSources.classFiles(library).keySet().forEach(name -> known.add(name.replace('.', '/')));
        }
    }

    void add(Path jar) throws IOException {
        for (byte[] bytes : NativeSources.classFiles(jar).values()) {
            ClassNode node = read(bytes);
            code.put(node.name, node);
        }
    }

    private static ClassNode read(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        return node;
    }

    /** @param jar the extension, which has the replacements */
    void replace(Path jar) throws IOException {
        for (byte[] bytes : NativeSources.classFiles(jar).values()) {
            ClassNode node = read(bytes);
            AnnotationNode target = annotation(node.visibleAnnotations, "TargetClass");
            if (target != null) {
                boolean whole = annotation(node.visibleAnnotations, "Substitute") != null;
                Set<String> methods = new HashSet<>();
                node.methods.stream()
                        .filter(method -> annotation(method.visibleAnnotations, "Substitute") != null)
                        .forEach(method -> methods.add(method.name + method.desc));
                String type = targetOf(target);
                replaced.put(type, whole ? null : methods);
                assertExists(type, methods, node.name);
            }
        }
    }

    private static AnnotationNode annotation(List<AnnotationNode> annotations, String name) {
        return annotations == null
                ? null
                : annotations.stream()
                        .filter(each -> each.desc.equals(ANNOTATIONS + name + ";"))
                        .findAny()
                        .orElse(null);
    }

    private static String targetOf(AnnotationNode annotation) {
        int name = annotation.values.indexOf("className");
        return name >= 0
                ? ((String) annotation.values.get(name + 1)).replace('.', '/')
                : ((org.objectweb.asm.Type) annotation.values.get(annotation.values.indexOf("value") + 1))
                        .getInternalName();
    }

    private void assertExists(String type, Set<String> methods, String replacement) {
        for (String method : methods) {
            if (code.get(type).methods.stream().noneMatch(each -> method.equals(each.name + each.desc))) {
                throw new AssertionError(replacement + " replaces " + type + "." + method + ", which does not exist");
            }
        }
    }

    /** The methods, as {@code package.Type.method}, that lead to a broken class. */
    Set<String> waysToMissingLibraries() {
        return ways(false);
    }

    /** Those that a native image has as they are. */
    Set<String> waysThatAreLeft() {
        return ways(true);
    }

    private Set<String> ways(boolean inImage) {
        Set<String> broken = broken();
        Set<String> ways = new TreeSet<>();
        for (ClassNode type : code.values()) {
            if (broken.contains(type.name)) {
                continue;
            }
            Set<String> others = replaced.getOrDefault(type.name, Set.of());
            for (MethodNode method : type.methods) {
                for (AbstractInsnNode instruction : method.instructions) {
                    String entered = entered(instruction);
                    boolean harmless = inImage
                            && (others.contains(method.name + method.desc)
                                    || replaced.containsKey(entered) && replaced.get(entered) == null);
                    if (broken.contains(entered) && !harmless) {
                        ways.add(type.name.replace('/', '.') + "." + method.name);
                    }
                }
            }
        }
        return ways;
    }

    /** The class that an instruction makes an instance of, or whose static member it uses. */
    private static String entered(AbstractInsnNode instruction) {
        return switch (instruction.getOpcode()) {
            case Opcodes.NEW -> ((TypeInsnNode) instruction).desc;
            case Opcodes.INVOKESTATIC -> ((MethodInsnNode) instruction).owner;
            case Opcodes.GETSTATIC, Opcodes.PUTSTATIC -> ((FieldInsnNode) instruction).owner;
            default -> null;
        };
    }

    private Set<String> broken() {
        Set<String> broken = new HashSet<>();
        code.values().stream().filter(type -> !missing(type).isEmpty()).forEach(type -> broken.add(type.name));
        return broken;
    }

    /** The classes that a class names and that nobody has. */
    private List<String> missing(ClassNode type) {
        List<String> missing = new ArrayList<>();
        type.accept(new ClassRemapper(new ClassNode(), new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String name) {
                if (!known.contains(name)) {
                    if (ofJava(name)) {
                        known.add(name);
                    } else {
                        missing.add(name);
                    }
                }
                return name;
            }
        }));
        return missing;
    }

    private static boolean ofJava(String name) {
        try {
            Class.forName(name.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The methods of a class that is replaced as a whole, used by others, that the replacement lacks. */
    Set<String> membersThatAreMissing(Path extension) throws IOException {
        Set<String> missing = new TreeSet<>();
        for (byte[] bytes : NativeSources.classFiles(extension).values()) {
            ClassNode replacement = read(bytes);
            AnnotationNode target = annotation(replacement.visibleAnnotations, "TargetClass");
            if (target == null || annotation(replacement.visibleAnnotations, "Substitute") == null) {
                continue;
            }
            Set<String> members = new HashSet<>();
            replacement.methods.forEach(method -> members.add(method.name + method.desc));
            String type = targetOf(target);
            for (ClassNode user : code.values()) {
                if (!user.name.startsWith(type)) {
                    user.methods.forEach(method -> method.instructions.forEach(instruction -> {
                        if (instruction instanceof MethodInsnNode call
                                && call.owner.equals(type)
                                && !members.contains(call.name + call.desc)) {
                            missing.add(type + "." + call.name + call.desc);
                        }
                        if (instruction instanceof FieldInsnNode field && field.owner.equals(type)) {
                            missing.add(type + "." + field.name);
                        }
                    }));
                }
            }
        }
        return missing;
    }

    /** The classes that Quarkus has initialised when the image runs, as its code for the build of the image names them. */
    static Set<String> initialisedAtRunTime(byte[] feature) {
        Set<String> names = new HashSet<>();
        for (MethodNode method : read(feature).methods) {
            boolean late = false;
            Set<String> constants = new HashSet<>();
            for (AbstractInsnNode instruction : method.instructions) {
                late |= instruction instanceof MethodInsnNode call && call.name.equals("initializeAtRunTime");
                if (instruction instanceof LdcInsnNode constant && constant.cst instanceof String text) {
                    constants.add(text);
                }
            }
            if (late) {
                names.addAll(constants);
            }
        }
        return names;
    }
}
