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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Gives a generated URI factory the method {@code Set multiValuePrefixes()} that Camel 4.14 calls, beside {@code Map multiValuePrefixes()} of Camel
 * 4.15 and later: javac cannot write both, the JVM can call both. So one jar runs on all of these. Run by the build.
 */
public final class UriFactoryBridge {

    private static final String METHOD = "multiValuePrefixes";
    private static final String SET = "()Ljava/util/Set;";
    private static final String MAP = "()Ljava/util/Map;";

    private UriFactoryBridge() {}

    /** @param arguments the class file */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        ClassReader factory = new ClassReader(Files.readAllBytes(file));
        if (!has(factory, MAP)) {
            throw new IllegalStateException(file + " has no " + METHOD + MAP + ": look whether the bridge is still needed");
        }
        if (has(factory, SET)) {
            return;
        }
        ClassWriter bridged = new ClassWriter(factory, 0);
        factory.accept(bridged, 0);
        MethodVisitor method = bridged.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE, METHOD, SET, null, null);
        method.visitCode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, factory.getClassName(), METHOD, MAP, false);
        method.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/util/Map", "keySet", SET, true);
        method.visitInsn(Opcodes.ARETURN);
        method.visitMaxs(1, 1);
        method.visitEnd();
        bridged.visitEnd();
        Files.write(file, bridged.toByteArray());
    }

    private static boolean has(ClassReader factory, String descriptor) {
        boolean[] found = {false};
        factory.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(int access, String name, String d, String s, String[] thrown) {
                        found[0] |= name.equals(METHOD) && d.equals(descriptor);
                        return null;
                    }
                },
                ClassReader.SKIP_CODE);
        return found[0];
    }
}
