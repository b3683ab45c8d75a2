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
package io.github.sim7028.camel.quarkus.deployment;

import com.fazecast.jSerialComm.SerialPort;
import io.github.sim7028.camel.Sim7028Configuration;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;
import io.quarkus.deployment.builditem.LogCategoryBuildItem;
import io.quarkus.deployment.builditem.nativeimage.JniRuntimeAccessBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ServiceProviderBuildItem;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.apache.camel.spi.ContextServicePlugin;
import org.jboss.jandex.ClassInfo;
import org.jboss.logging.Logger;

/** What a native image must know of the component, beyond what Camel Quarkus finds by itself: component, endpoints, configurers. */
class Sim7028Processor {

    private static final Logger LOG = Logger.getLogger(Sim7028Processor.class);
    private static final String FEATURE = "camel-sim7028";
    private static final String ROOT = "io.github.sim7028.";

    /** The packages that users may use, below the root. */
    private static final Set<String> EXPORTED =
            Set.of("camel", "camel.framing", "modem", "modem.report", "modem.settings", "line", "at.error");

    /** They log the values of all properties at DEBUG. */
    private static final List<String> TELL_SECRETS = List.of(
            "org.apache.camel.main.BaseMainSupport",
            "org.apache.camel.main.MainHelper",
            "org.apache.camel.component.properties.DefaultPropertiesParser",
            "org.apache.camel.impl.engine.DefaultCamelContextExtension");

    private static final String SPAN_DECORATOR = "org.apache.camel.telemetry.SpanDecorator";
    private static final String CONSOLE = "io.github.sim7028.console.quarkus.QuarkusConsole";
    private static final String METER_BINDER = "io.micrometer.core.instrument.binder.MeterBinder";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    IndexDependencyBuildItem index() {
        return new IndexDependencyBuildItem("io.github.sim7028", "camel-sim7028");
    }

    /** For {@code sockets://}. */
    @BuildStep
    ExtensionSslNativeSupportBuildItem tls() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }

    /** An application that logs at DEBUG does not tell its PIN, unless it asks for one of these categories. */
    @BuildStep
    void logs(BuildProducer<LogCategoryBuildItem> categories) {
        TELL_SECRETS.forEach(category -> categories.produce(new LogCategoryBuildItem(category, Level.INFO)));
    }

    /** Routes and expressions look into records, enums and exceptions; records become maps; properties make profiles of modems. */
    @BuildStep
    void reflection(CombinedIndexBuildItem index, BuildProducer<ReflectiveClassBuildItem> classes) {
        index.getIndex().getKnownClasses().stream()
                .filter(Sim7028Processor::isForUsers)
                .map(type -> ReflectiveClassBuildItem.builder(type.name().toString())
                        .methods()
                        .fields(type.isRecord())
                        .build())
                .forEach(classes::produce);
        classes.produce(ReflectiveClassBuildItem.builder(Sim7028ModemConfiguration.class, Sim7028Configuration.class)
                .methods()
                .build());
        if (QuarkusClassLoader.isClassPresentAtRuntime(METER_BINDER)) {
            // looked for by its name
            classes.produce(ReflectiveClassBuildItem.builder(METER_BINDER).build());
        }
    }

    private static boolean isForUsers(ClassInfo type) {
        String name = type.name().toString();
        return isExported(type) && (type.isRecord() || type.isEnum())
                || name.startsWith(ROOT) && name.endsWith("Exception");
    }

    private static boolean isExported(ClassInfo type) {
        String home = type.name().packagePrefix();
        return home != null && home.startsWith(ROOT) && EXPORTED.contains(home.substring(ROOT.length()));
    }

    @BuildStep
    void spans(BuildProducer<ServiceProviderBuildItem> services) {
        if (QuarkusClassLoader.isClassPresentAtRuntime(SPAN_DECORATOR)) {
            services.produce(ServiceProviderBuildItem.allProvidersFromClassPath(SPAN_DECORATOR));
        }
    }

    /** What belongs to the machine that runs the image: a native library, and random numbers for what is stored of PINs. */
    @BuildStep
    void atRunTime(BuildProducer<RuntimeInitializedClassBuildItem> classes) {
        classes.produce(new RuntimeInitializedClassBuildItem(SerialPort.class.getName()));
        classes.produce(new RuntimeInitializedClassBuildItem("io.github.sim7028.modem.driver.sim.GivenPin"));
    }

    /** The native library makes ports and exceptions, and reads and writes the fields of ports. */
    @BuildStep
    void nativeLibrary(BuildProducer<JniRuntimeAccessBuildItem> classes) {
        classes.produce(new JniRuntimeAccessBuildItem(true, true, true, SerialPort.class.getName()));
        classes.produce(new JniRuntimeAccessBuildItem(true, false, false, Exception.class.getName()));
    }

    /** jSerialComm unpacks its library for the machine it runs on; an image is for these three systems. */
    @BuildStep
    NativeImageResourcePatternsBuildItem serialLibraries() {
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlobs("Linux/**", "OSX/**", "Windows/**")
                .build();
    }

    /** The web page of the modems, where an application has both the console and the web server of Quarkus. */
    @BuildStep
    void console(
            Capabilities capabilities,
            BuildProducer<AdditionalBeanBuildItem> beans,
            BuildProducer<ServiceProviderBuildItem> services,
            BuildProducer<NativeImageResourcePatternsBuildItem> files) {
        if (!QuarkusClassLoader.isClassPresentAtRuntime(CONSOLE)) {
            return;
        }
        if (!capabilities.isPresent(Capability.VERTX_HTTP)) {
            LOG.warn("The console of the modems is not served: add quarkus-vertx-http, or an extension that brings it");
            return;
        }
        beans.produce(AdditionalBeanBuildItem.unremovableOf(CONSOLE));
        services.produce(ServiceProviderBuildItem.allProvidersFromClassPath(ContextServicePlugin.class.getName()));
        files.produce(NativeImageResourcePatternsBuildItem.builder()
                .includeGlobs(
                        "io/github/sim7028/console/*",
                        "META-INF/resources/webjars/uplot/**",
                        "META-INF/maven/org.webjars.npm/uplot/pom.properties")
                .build());
    }
}
