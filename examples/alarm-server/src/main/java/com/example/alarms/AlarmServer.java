package com.example.alarms;

import org.apache.camel.main.Main;

/** A modem that listens: alarm panels connect to it, and each alarm is answered. */
public final class AlarmServer {

    private AlarmServer() {}

    public static void main(String[] arguments) throws Exception {
        Main camel = new Main();
        camel.configure().addRoutesBuilder(new AlarmRoutes());
        // only for a look without hardware
        camel.addMainListener(new SimulatedPanels());
        camel.run(arguments);
    }
}
