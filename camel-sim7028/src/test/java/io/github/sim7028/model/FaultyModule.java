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
package io.github.sim7028.model;

import static io.github.sim7028.kit.ScriptedModule.SILENCE;
import static io.github.sim7028.kit.ScriptedModule.lines;

import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualTimer;
import io.github.sim7028.model.Plan.Fault;
import io.github.sim7028.model.Plan.Phase;
import io.github.sim7028.model.Plan.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A module in which things go wrong as planned, and that knows what really left to whom. Only one thread at a time is in it. */
final class FaultyModule {

    private static final String PROMPT = "\r\n>";
    private static final int PUSH = 1500;
    static final int SERVER_PORT = 7000;

    private final ScriptedModule module;
    private final VirtualTimer timer;
    private final Plan plan;
    private final Map<Integer, Connection> numbers = new TreeMap<>();
    final List<Connection> connections = new ArrayList<>();
    /** Whether the module has said again, or out of order, what could be taken for the OK or the result of another send. */
    boolean misleading;

    /** What the module owes of what it has taken. */
    private final List<String> owed = new ArrayList<>();

    private int sends;
    /** The number of the link of the AT+CIPSEND that is under way. */
    private int sendingOn;
    /** The connection for which its payload is awaited. */
    private Connection sendingTo;
    /** Of the AT+CIPSEND that is under way. */
    private List<Fault> faults = List.of();

    private boolean awaitsPayload;
    private int restarts;
    private int clients;
    private boolean listening;
    private volatile boolean deaf;
    private volatile boolean unplugged;

    FaultyModule(ScriptedModule module, VirtualTimer timer, Plan plan) {
        this.module = module;
        this.timer = timer;
        this.plan = plan;
        module.answer(this::answer);
        module.confirm(this::taken);
    }

    // ---- the line

    boolean deaf() {
        return deaf;
    }

    void plugged() {
        unplugged = false;
    }

    /** Whether something goes wrong in the middle of what is being written now. */
    boolean failsInPayload() {
        return awaitsPayload && !at(Phase.PAYLOAD).isEmpty();
    }

    /** Half a payload has come; returns whether the rest comes, too. */
    boolean halfCame() {
        boolean whole = true;
        for (Fault fault : at(Phase.PAYLOAD)) {
            faults = faults.stream().filter(other -> other != fault).toList();
            if (fault.trouble() == Trouble.LOST) {
                whole = false;
            } else {
                happens(fault.trouble(), serving(), fault.millis());
            }
        }
        return whole && !deaf && !unplugged;
    }

    boolean unplugged() {
        return unplugged;
    }

    private void say(String text) {
        if (!deaf && !text.isEmpty()) {
            module.say(text);
        }
    }

    private void later(int millis, Runnable what) {
        int before = restarts;
        timer.schedule(
                () -> {
                    if (restarts == before) {
                        what.run();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    // ---- commands

    private String answer(String command) {
        awaitsPayload = false;
        if (!command.startsWith("AT")) {
            return SILENCE;
        }
        int equals = command.indexOf('=');
        String name = equals < 0 ? command : command.substring(0, equals);
        String[] values =
                equals < 0 ? new String[0] : command.substring(equals + 1).split(",");
        if (equals >= 0 && values.length > 0 && values[0].matches("[0-9]")) {
            int first = values[0].charAt(0) - '0';
            switch (name) {
                case "AT+CIPOPEN":
                    return opening(first, values, command);
                case "AT+CIPCLOSE":
                    return closing(first, command);
                case "AT+CIPSEND":
                    return sending(first);
                case "AT+CIPACK":
                    return count(first);
                case "AT+CIPRXGET":
                    return values.length > 1 ? reading(first, values) : null;
                case "AT+SERVERSTOP":
                    listening = false;
                    return lines("+SERVERSTOP: 0,0", "OK");
                default:
                    break;
            }
        }
        listening |= name.equals("AT+SERVERSTART") && values.length > 1;
        return switch (command) {
            case "AT+CIPOPEN?" -> lines(listed(0), listed(1), "OK");
            case "AT+SERVERSTART?" -> listening ? lines("+SERVERSTART: 0," + SERVER_PORT, "OK") : lines("OK");
            case "AT+NETCLOSE" -> {
                endAll();
                yield null;
            }
            default -> null;
        };
    }

    private String listed(int number) {
        Connection there = numbers.get(number);
        return there == null ? "+CIPOPEN: " + number : there.listed();
    }

    private String opening(int number, String[] values, String command) {
        if (numbers.containsKey(number)) {
            return lines("+CIPOPEN: " + number + ",8", "ERROR");
        }
        boolean udp = command.contains("\"UDP\"");
        String host = udp ? "" : values[2].replace("\"", "");
        int peer = -1;
        for (int i = 0; i < plan.peers().size(); i++) {
            boolean same = udp
                    ? plan.peers().get(i) == Plan.Peer.UDP
                    : plan.peers().get(i) == Plan.Peer.TCP && Dialogue.host(i).equals(host);
            peer = same ? i : peer;
        }
        begins(new Connection(number, peer, udp ? Plan.Peer.UDP : Plan.Peer.TCP, host, Dialogue.PORT));
        return udp ? lines("+CIPOPEN: " + number + ",0", "OK") : lines("OK", "+CIPOPEN: " + number + ",0");
    }

    private void begins(Connection connection) {
        numbers.put(connection.number, connection);
        connections.add(connection);
    }

    private String closing(int number, String command) {
        if (!numbers.containsKey(number)) {
            return lines("+CIPCLOSE: " + number + ",4", "ERROR");
        }
        end(number);
        return lines("OK", "+CIPCLOSE: " + number + ",0");
    }

    private void end(int number) {
        Connection ended = numbers.remove(number);
        if (ended != null) {
            ended.open = false;
        }
    }

    private void endAll() {
        List.copyOf(numbers.keySet()).forEach(this::end);
    }

    private String count(int number) {
        Connection connection = numbers.get(number);
        return connection == null || connection.kind == Plan.Peer.UDP
                ? lines("+IP ERROR: Invalid parameter", "ERROR")
                : lines("+CIPACK: " + connection.sent + "," + connection.sent + ",0", "OK");
    }

    private String reading(int what, String[] values) {
        Connection connection = numbers.get(Integer.parseInt(values[1]));
        byte[] waiting = connection == null ? new byte[0] : connection.waiting.toByteArray();
        if (what == 4) {
            return lines("+CIPRXGET: 4," + values[1] + "," + waiting.length, "OK");
        }
        if (what != 2 || waiting.length == 0) {
            return lines("+IP ERROR: No data", "ERROR");
        }
        int count = Math.min(waiting.length, Integer.parseInt(values[2]));
        connection.waiting.reset();
        connection.waiting.write(waiting, count, waiting.length - count);
        String body = new String(waiting, 0, count, StandardCharsets.ISO_8859_1);
        return "\r\n+CIPRXGET: 2," + values[1] + "," + count + "," + (waiting.length - count) + "\r\n" + body
                + lines("OK");
    }

    // ---- sending

    private List<Fault> at(Phase phase) {
        return faults.stream().filter(fault -> fault.phase() == phase).toList();
    }

    private static boolean has(List<Fault> some, Trouble trouble) {
        return some.stream().anyMatch(fault -> fault.trouble() == trouble);
    }

    private static int millis(List<Fault> some, Trouble trouble) {
        return some.stream()
                .filter(fault -> fault.trouble() == trouble)
                .mapToInt(Fault::millis)
                .max()
                .orElse(0);
    }

    /** Whose link the AT+CIPSEND under way is; 0 where nobody's. */
    private int serving() {
        Connection connection = numbers.get(sendingOn);
        return connection == null ? 0 : Math.max(0, connection.peer);
    }

    private String sending(int number) {
        int mine = sends++;
        sendingOn = number;
        faults = plan.faults().stream().filter(fault -> fault.send() == mine).toList();
        List<Fault> now = at(Phase.COMMAND);
        int before = restarts;
        for (Fault fault : now) {
            happens(fault.trouble(), serving(), fault.millis());
        }
        if (before != restarts || deaf || unplugged) {
            return SILENCE;
        }
        Connection connection = numbers.get(number);
        if (connection == null || connection.stuck) {
            return lines("+CIPERROR: 4", "ERROR");
        }
        if (has(now, Trouble.REFUSED)) {
            return lines("+CIPERROR: 1", "ERROR");
        }
        if (has(now, Trouble.BUSY)) {
            return lines("+CIPERROR: 8", "ERROR");
        }
        awaitsPayload = true;
        sendingTo = connection;
        if (has(now, Trouble.LATE)) {
            later(millis(now, Trouble.LATE), () -> say(PROMPT));
        }
        if (has(now, Trouble.TWICE)) {
            later(millis(now, Trouble.TWICE), () -> say(PROMPT));
        }
        if (has(now, Trouble.LOST) || has(now, Trouble.LATE)) {
            module.losePrompts(1);
        }
        return null;
    }

    private String taken(String command) {
        awaitsPayload = false;
        String[] values = command.substring(11).split(",");
        int number = Integer.parseInt(values[0]);
        byte[] payload = last(module.payloads()).getBytes(StandardCharsets.ISO_8859_1);
        List<Fault> now = at(Phase.TAKEN);
        List<Fault> then = at(Phase.CONFIRMING);
        faults = List.of();
        Connection connection = numbers.get(number);
        if (connection != sendingTo || connection.stuck) {
            return lines("+CIPERROR: 4", "ERROR");
        }
        List<Fault> fatal = Stream.concat(
                        now.stream(), then.stream().filter(fault -> fault.trouble() != Trouble.REFUSED))
                .filter(fault -> fault.trouble().endsConnection())
                .toList();
        boolean leaves = fatal.isEmpty() || fatal.get(0).left();
        boolean cut = has(then, Trouble.SHORT) && leaves && payload.length > 1;
        int confirmed = leaves ? cut ? payload.length / 2 : payload.length : -1;
        if (leaves) {
            connection.left.add(Arrays.copyOf(payload, confirmed));
            connection.sent += confirmed;
        }
        connection.stuck = cut || !leaves;
        int before = restarts;
        now.forEach(fault -> happens(fault.trouble(), Math.max(0, connection.peer), fault.millis()));
        if (before != restarts || deaf) {
            return SILENCE;
        }
        if (has(now, Trouble.REFUSED)) {
            connection.stuck = true;
            return lines("+CIPERROR: 1", "ERROR");
        }
        String result = lines("+CIPSEND: " + number + "," + payload.length + "," + confirmed);
        String ok = lines("OK");
        owed.add(result);
        if (has(now, Trouble.TWICE)) {
            later(millis(now, Trouble.TWICE), () -> {
                misleading |= awaitsPayload;
                say(lines("OK"));
            });
        }
        Runnable after = () -> confirm(then, connection, result);
        if (has(now, Trouble.REVERSED) || has(then, Trouble.REVERSED)) {
            owed.remove(result);
            if (has(now, Trouble.LOST)) {
                return result;
            }
            later(millis(now, Trouble.LATE), () -> say(ok));
            return result;
        }
        if (has(now, Trouble.LATE)) {
            later(millis(now, Trouble.LATE), () -> say(ok));
            later(millis(now, Trouble.LATE), after);
            return SILENCE;
        }
        int wait = plan.manner().confirmAfter();
        if (wait == 0 && then.isEmpty()) {
            owed.remove(result);
            return (has(now, Trouble.LOST) ? SILENCE : ok) + result;
        }
        later(wait, after);
        return has(now, Trouble.LOST) ? SILENCE : ok;
    }

    private void confirm(List<Fault> then, Connection connection, String result) {
        int before = restarts;
        then.forEach(fault -> happens(fault.trouble(), Math.max(0, connection.peer), fault.millis()));
        if (before != restarts || has(then, Trouble.LOST)) {
            return;
        }
        later(millis(then, Trouble.LATE), () -> {
            owed.remove(result);
            // out of order: it says of another send what became of this one
            misleading |= !result.equals(whole(result))
                    && owed.stream().anyMatch(other -> whole(other).equals(whole(result)));
            say(result);
        });
        if (has(then, Trouble.TWICE)) {
            later(millis(then, Trouble.TWICE) + millis(then, Trouble.LATE), () -> {
                misleading |= owed.stream().anyMatch(other -> whole(other).equals(whole(result)));
                say(result);
            });
        }
    }

    /** The result of a send as long, of which everything was taken. */
    private static String whole(String result) {
        return result.replaceFirst(",(\\d+),-?\\d+", ",$1,$1");
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    // ---- what happens

    void happens(Trouble trouble, int peer, int millis) {
        Connection connection = of(peer);
        switch (trouble) {
            case CLOSED, CLOSED_UNHEARD -> {
                if (connection != null) {
                    // what came has to be read before the module may close
                    end(connection.number);
                    if (trouble == Trouble.CLOSED) {
                        say(lines("+IPCLOSE: " + connection.number + ",1"));
                    }
                    connection.lossy |= connection.waiting.size() > 0;
                }
            }
            case REBOOT -> {
                restart();
                later(2000, () -> say(lines("RDY", "+CPIN: READY", "SMS DONE", "PB DONE", "*ATREADY: 1")));
            }
            case REBOOT_UNHEARD -> restart();
            case UNPLUGGED -> {
                if (!unplugged) {
                    unplugged = true;
                    connections.forEach(each -> each.lossy = true);
                    module.unplug();
                }
            }
            case DEAF, ASLEEP -> {
                deaf = true;
                connections.forEach(each -> each.lossy = true);
                int before = restarts;
                timer.schedule(
                        () -> {
                            deaf = false;
                            if (trouble == Trouble.ASLEEP && before == restarts) {
                                restart();
                            }
                        },
                        1000 + millis,
                        TimeUnit.MILLISECONDS);
            }
            case GARBAGE -> say("\u0000\u00ff\r\n+XYZ: \"a>b\",1\r\n\r\nOK>\r\n");
            case NETWORK_LOST -> {
                endAll();
                module.networkOpen(false);
                say(lines("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY"));
            }
            case CLIENT -> clientComes(connection);
            default -> {
                // part of an AT+CIPSEND only
            }
        }
    }

    private void restart() {
        restarts++;
        endAll();
        listening = false;
        awaitsPayload = false;
        faults = List.of();
        module.reboot();
    }

    private void clientComes(Connection instead) {
        int peer = plan.peers().indexOf(Plan.Peer.CLIENT);
        if (peer < 0 || !listening) {
            return;
        }
        int number = instead != null ? instead.number : numbers.containsKey(1) ? 0 : 1;
        if (instead == null && numbers.containsKey(number)) {
            return;
        }
        end(number);
        int port = 40_000 + clients++;
        begins(new Connection(number, peer, Plan.Peer.CLIENT, "10.0.0.77", port));
        say(lines("+CLIENT: " + number + ",0,10.0.0.77:" + port));
    }

    boolean listening() {
        return listening;
    }

    /** The open connection of a peer; null when there is none. */
    Connection of(int peer) {
        return numbers.values().stream()
                .filter(each -> each.peer == peer)
                .reduce((one, other) -> other)
                .orElse(null);
    }

    /** The peer sends something, if it is connected. */
    void comes(Message message, Connection connection) {
        connection.came.add(message);
        connection.lossy |= deaf || unplugged;
        if (plan.manner().buffered()) {
            boolean first = connection.waiting.size() == 0;
            connection.waiting.writeBytes(message.content());
            if (first) {
                say(lines("+CIPRXGET: 1," + connection.number));
            }
            return;
        }
        String host = connection.kind == Plan.Peer.UDP ? Dialogue.host(message.peer()) : connection.host;
        String text = new String(message.content(), StandardCharsets.ISO_8859_1);
        for (int from = 0; from < text.length(); from += PUSH) {
            String piece = text.substring(from, Math.min(text.length(), from + PUSH));
            say(ScriptedModule.pushed(connection.number, host + ":" + connection.port, piece));
        }
    }

    @Override
    public String toString() {
        return connections.stream()
                .map(each -> each + ": " + each.left.size() + " pieces left")
                .collect(Collectors.joining("; "));
    }
}
