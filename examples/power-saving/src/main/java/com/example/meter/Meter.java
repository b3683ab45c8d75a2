package com.example.meter;

import org.apache.camel.main.Main;

/** A meter that sends a reading an hour, and lets its modem sleep in between. */
public final class Meter {

    private Meter() {}

    public static void main(String[] arguments) throws Exception {
        Main camel = new Main();
        camel.configure().addRoutesBuilder(new MeterRoutes());
        // only for a look without hardware
        camel.addMainListener(new SimulatedServer());
        camel.run(arguments);
    }
}
