package com.example.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The far end: notes the key of each line that it gets. */
final class Server implements AutoCloseable {

    private final ServerSocket socket;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    Server() throws IOException {
        this(0);
    }

    Server(int port) throws IOException {
        socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(this::accept, "server");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                clients.add(client);
                Thread reading = new Thread(() -> read(client), "server-reader");
                reading.setDaemon(true);
                reading.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void read(Socket client) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("key=")) {
                    keys.add(line.substring(4, line.indexOf(' ')));
                }
            }
        } catch (IOException e) {
            // the gateway was killed
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** In the order in which they came; a key that came twice is there twice. */
    List<String> keys() {
        return keys;
    }

    /** Says a line to the gateway. */
    void say(String line) throws IOException {
        clients.get(clients.size() - 1).getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
