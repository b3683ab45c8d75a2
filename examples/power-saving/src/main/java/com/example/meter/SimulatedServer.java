package com.example.meter;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** The far end for a look without hardware: a UDP server on this computer that answers each datagram. */
final class SimulatedServer extends MainListenerSupport {

    private DatagramSocket socket;

    @Override
    public void beforeStart(BaseMainSupport main) {
        try {
            socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        main.addInitialProperty("simulated-server", "127.0.0.1:" + socket.getLocalPort());
        Thread thread = new Thread(this::answer, "server");
        thread.setDaemon(true);
        thread.start();
    }

    private void answer() {
        byte[] buffer = new byte[1500];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
                System.out.println("the server got: " + text);
                byte[] answer = ("thanks for " + text.split(" ")[0]).getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // stopped
        }
    }

    @Override
    public void afterStop(BaseMainSupport main) {
        socket.close();
    }
}
