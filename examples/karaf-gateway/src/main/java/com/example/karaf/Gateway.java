package com.example.karaf;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.modem.report.SignalQuality;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.PropertiesHelper;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Readings up, and questions of the server down; its settings are in {@code etc/com.example.gateway.cfg}. */
@Component(configurationPid = "com.example.gateway", configurationPolicy = ConfigurationPolicy.REQUIRE)
public class Gateway extends RouteBuilder {

    /** A message is a line of TCP; up and down share one connection. */
    private static final String SERVER = "sim7028:tcp:{{server}}?framing=line&charset=UTF-8";

    /** Karaf starts this class when the component is there, and again when it has updated the component. */
    @Reference(target = "(component=sim7028)")
    ComponentResolver sim7028;

    private OsgiDefaultCamelContext camel;

    @Activate
    void start(BundleContext bundle, Map<String, Object> settings) throws Exception {
        camel = new OsgiDefaultCamelContext(bundle);
        try {
            Properties properties = new Properties();
            properties.putAll(settings);
            camel.getPropertiesComponent().setInitialProperties(properties);
            setOptions(settings);
            camel.addRoutes(this);
            camel.start();
        } catch (Exception e) {
            camel.stop();
            throw e;
        }
    }

    /** Karaf hands no options to components by itself. What is left over is mistyped; the values may be secret. */
    private void setOptions(Map<String, Object> settings) {
        Map<String, Object> options =
                PropertiesHelper.extractProperties(new TreeMap<>(settings), "camel.component.sim7028.");
        Sim7028Component component = camel.getComponent("sim7028", Sim7028Component.class);
        PropertyBindingSupport.build()
                .withConfigurer(component.getComponentPropertyConfigurer())
                .bind(camel, component, options);
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("not an option of the component sim7028: " + options.keySet());
        }
    }

    @Override
    public void configure() {
        from("timer:readings?period={{period}}")
                .routeId("readings")
                .setBody(simple("temperature=${random(18,26)}"))
                .to(SERVER)
                .log("confirmed: ${body}");

        // with sync=true, the body at the end of the route goes back to the server
        from(SERVER + "&sync=true")
                .routeId("questions")
                .log("the server asks: ${body}")
                .choice()
                    .when(body().isEqualTo("signal?"))
                        .to("sim7028:modem?operation=signal")
                        .process(exchange -> {
                            SignalQuality signal = exchange.getMessage().getBody(SignalQuality.class);
                            exchange.getMessage().setBody("signal=" + signal.dbm() + " dBm, " + signal.quality());
                        })
                    .otherwise()
                        .setBody(constant("known is: signal?"));
    }

    @Deactivate
    void stop() {
        camel.stop();
    }
}
