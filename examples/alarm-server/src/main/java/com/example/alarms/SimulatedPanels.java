package com.example.alarms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Panels for a look without hardware: each connects to the simulated module over a real socket, and sends an alarm every few seconds. */
final class SimulatedPanels extends MainListenerSupport {

    private static final List<String> ALARMS = List.of("door gate", "water cellar", "fire hall 2");

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "panel");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void afterStart(BaseMainSupport main) {
        var camel = main.getCamelContext();
        String device = camel.resolvePropertyPlaceholders("{{camel.component.sim7028.device}}");
        int panels = Integer.parseInt(camel.resolvePropertyPlaceholders("{{simulated-panels}}"));
        int port = Integer.parseInt(camel.resolvePropertyPlaceholders("{{port}}"));
        if (device.startsWith("simulator://")) {
            for (int i = 1; i <= panels; i++) {
                threads.scheduleWithFixedDelay(new Panel("panel " + i, port), 1, 4, TimeUnit.SECONDS);
            }
        }
    }

    @Override
    public void beforeStop(BaseMainSupport main) {
        threads.shutdownNow();
    }

    private final class Panel implements Runnable {

        private final String name;
        private final int port;
        private Socket socket;
        private int sent;

        Panel(String name, int port) {
            this.name = name;
            this.port = port;
        }

        @Override
        public void run() {
            try {
                if (socket == null) {
                    socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    Thread reader = new Thread(this::read, name);
                    reader.setDaemon(true);
                    reader.start();
                }
                String alarm = ALARMS.get(sent++ % ALARMS.size());
                System.out.println(name + " says: " + alarm);
                socket.getOutputStream().write((alarm + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // connects again the next time
                socket = null;
            }
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line -> System.out.println(name + " is told: " + line));
            } catch (IOException e) {
                // the connection has ended
            }
        }
    }
}
