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

import static org.assertj.core.api.Assertions.assertThat;

import com.fazecast.jSerialComm.SerialPort;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.report.AsMap;
import io.github.sim7028.modem.settings.ModemProfile;
import java.io.FileDescriptor;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the build of a native image is given covers what the component needs, as its classes, its catalog and its libraries tell. */
class NativeSourcesIT {

    private static Map<String, Set<String>> reflection;
    private static Path component;
    private static List<Class<?>> classes;
    private static JsonObject catalog;

    @BeforeAll
    static void read() throws Exception {
        reflection = NativeSources.classes("reflect-config.json");
        component = NativeSources.library("camel-sim7028");
        classes = new ArrayList<>();
        for (String name : NativeSources.classFiles(component).keySet()) {
            try {
                Class<?> type = Class.forName(name, true, NativeSourcesIT.class.getClassLoader());
                type.getDeclaredFields();
                classes.add(type);
            } catch (NoClassDefFoundError e) {
                // of an optional library
                assertThat(e.getMessage()).matches("io/micrometer/.*|org/apache/camel/telemetry/.*");
            }
        }
        catalog = (JsonObject) Jsoner.deserialize(new StringReader(new String(
                NativeSources.entry(component, "META-INF/io/github/sim7028/camel/sim7028.json"),
                StandardCharsets.UTF_8)));
        assertThat(classes).hasSizeGreaterThan(300);
    }

    private static void assertMethodsOf(Stream<? extends Class<?>> types) {
        List<? extends Class<?>> expected = types.toList();
        assertThat(expected).isNotEmpty();
        assertThat(expected).allSatisfy(type -> assertThat(reflection.getOrDefault(type.getName(), Set.of()))
                .as(type.getName())
                .contains("allDeclaredMethods", "allDeclaredConstructors"));
    }

    @Test
    void recordsThatBecomeMapsOrBodiesCanBeRead() {
        Set<Class<?>> visible = new HashSet<>();
        classes.stream()
                .filter(Class::isRecord)
                .filter(type -> AsMap.class.isAssignableFrom(type)
                        || ModemEvent.class.isAssignableFrom(type)
                        // compares settings
                        || type == ModemProfile.class)
                .forEach(type -> addWithComponents(type, visible));
        assertThat(visible).hasSizeGreaterThan(40);
        assertMethodsOf(visible.stream());
    }

    private static void addWithComponents(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Stream.of(generic.getActualTypeArguments()).forEach(argument -> addWithComponents(argument, found));
        } else if (type instanceof Class<?> simple
                && simple.getName().startsWith("io.github.sim7028.")
                && (simple.isRecord() || simple.isEnum())
                && found.add(simple)
                && simple.isRecord()) {
            for (RecordComponent each : simple.getRecordComponents()) {
                addWithComponents(each.getGenericType(), found);
            }
        }
    }

    @Test
    void exceptionsCanBeLookedInto() {
        assertMethodsOf(
                classes.stream().filter(type -> Throwable.class.isAssignableFrom(type) && !type.isAnonymousClass()));
    }

    @Test
    void optionsOfThisComponentsTypesCanBeConvertedAndMade() throws Exception {
        Set<Class<?>> types = new HashSet<>();
        for (String part : List.of("componentProperties", "properties")) {
            for (Object option : ((JsonObject) catalog.get(part)).values()) {
                String named = ((JsonObject) option).getString("javaType") + " "
                        + ((JsonObject) option).getString("configurationClass");
                for (String name : named.split("[ <>,]+")) {
                    if (name.startsWith("io.github.sim7028.")) {
                        types.add(Class.forName(name));
                    }
                }
            }
        }
        // a bean of an interface's type is the application's
        assertMethodsOf(types.stream().filter(type -> !type.isInterface()));
    }

    @Test
    void classesThatCamelFindsByNameAreThere() throws Exception {
        List<String> found = new ArrayList<>();
        try (JarFile jar = new JarFile(component.toFile())) {
            for (String service : jar.stream()
                    .map(entry -> entry.getName())
                    // those of developer consoles are the matter of Camel's extension for consoles
                    .filter(name -> name.matches(
                            "META-INF/services/org/apache/camel/(component|configurer|urifactory|send-dynamic)/.+"))
                    .toList()) {
                Properties properties = new Properties();
                properties.load(jar.getInputStream(jar.getEntry(service)));
                found.add(properties.getProperty("class"));
            }
        }
        assertThat(found).hasSize(6);
        assertThat(reflection.keySet()).containsAll(found);
    }

    @Test
    void nativeCodeFindsItsClasses() throws Exception {
        Map<String, Set<String>> jni = NativeSources.classes("jni-config.json");
        assertThat(jni.get(SerialPort.class.getName()))
                .contains("allDeclaredFields", "allDeclaredMethods", "allDeclaredConstructors");
        byte[] library = NativeSources.entry(NativeSources.library("jSerialComm"), "Linux/x86_64/libjSerialComm.so");
        List<String> names = Pattern.compile("\\x00((?:java|com)(?:/\\w+)+)\\x00")
                .matcher(new String(library, StandardCharsets.ISO_8859_1))
                .results()
                .map(name -> name.group(1).replace('/', '.'))
                .toList();
        assertThat(names).contains(SerialPort.class.getName());
        assertThat(jni.keySet()).containsAll(names);
    }

    @Test
    void librariesForSerialPortsAreInTheImage() throws Exception {
        List<Pattern> patterns =
                NativeSources.resources().stream().map(Pattern::compile).toList();
        try (JarFile jar = new JarFile(NativeSources.library("jSerialComm").toFile())) {
            List<String> libraries = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("(Linux|OSX|Windows)/.+[^/]"))
                    .toList();
            assertThat(libraries).hasSizeGreaterThan(10);
            assertThat(libraries).allMatch(name -> patterns.stream()
                    .anyMatch(pattern -> pattern.matcher(name).matches()));
        }
    }

    /** Quarkus initialises all classes when it builds the image. */
    @Test
    void whatBelongsToTheRunningMachineIsMadeThere() throws Exception {
        Set<String> late = LinkedCode.initialisedAtRunTime(NativeSources.entry("io/quarkus/runner/Feature.class"));
        assertThat(late).contains(SerialPort.class.getName());
        List<String> bound = new ArrayList<>();
        for (Class<?> type : classes) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    if (isBoundToProcess(field.get(null))) {
                        bound.add(type.getName());
                    }
                }
            }
        }
        assertThat(bound).isNotEmpty();
        assertThat(late).containsAll(bound);
    }

    private static boolean isBoundToProcess(Object value) {
        return Stream.of(
                        Random.class,
                        Thread.class,
                        Executor.class,
                        Process.class,
                        ProcessHandle.class,
                        Socket.class,
                        ServerSocket.class,
                        InetAddress.class,
                        Channel.class,
                        FileDescriptor.class)
                .anyMatch(type -> type.isInstance(value));
    }

    /** The build of an image resolves each reference of the code it can reach; an optional library that is not there ends it. */
    @Test
    void codeOfLibrariesThatAreNotThereIsReplaced() throws Exception {
        LinkedCode code = new LinkedCode(NativeSources.libraries());
        code.add(NativeSources.library("sim7028-simulator"));
        assertReplaced(
                code,
                "io.github.sim7028.camel.metrics.ModemMetrics.start",
                "io.github.sim7028.camel.metrics.ModemMetrics.bind",
                "com.fazecast.jSerialComm.SerialPort.setAndroidContext",
                "com.fazecast.jSerialComm.SerialPort.getCommPorts");
    }

    @Test
    void soIsTheSimulatorWhereItIsNotThere() throws Exception {
        List<Path> libraries = new ArrayList<>(NativeSources.libraries());
        libraries.remove(NativeSources.library("sim7028-simulator"));
        assertReplaced(
                new LinkedCode(libraries),
                "io.github.sim7028.camel.metrics.ModemMetrics.start",
                "io.github.sim7028.camel.metrics.ModemMetrics.bind",
                "io.github.sim7028.line.SimulatorDevice.open",
                "io.github.sim7028.line.SimulatorDevice.verify",
                "com.fazecast.jSerialComm.SerialPort.setAndroidContext",
                "com.fazecast.jSerialComm.SerialPort.getCommPorts");
    }

    private static void assertReplaced(LinkedCode code, String... ways) throws Exception {
        Path extension = NativeSources.library("camel-sim7028-quarkus");
        code.add(component);
        code.add(NativeSources.library("jSerialComm"));
        code.replace(extension);
        assertThat(code.waysToMissingLibraries()).containsExactlyInAnyOrder(ways);
        assertThat(code.waysThatAreLeft()).isEmpty();
        assertThat(code.membersThatAreMissing(extension)).isEmpty();
    }
}
