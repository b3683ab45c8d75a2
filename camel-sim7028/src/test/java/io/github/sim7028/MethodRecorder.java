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
package io.github.sim7028;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.InterfaceType;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Runs a program in a JVM of its own and notes which methods of the driver and the component it enters, in order. */
final class MethodRecorder implements AutoCloseable {

    private static final String ROOT = "io.github.sim7028.";

    /** What is not the driver or the component. */
    private static final List<String> OTHERS = List.of(
            ROOT + "simulator.*", ROOT + "testlog.*", ROOT + "camel.RouteRig*", ROOT + "camel.MessagePathProgram*");

    private static final Pattern NESTED = Pattern.compile("\\$.*");
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    /** So long nothing is entered when all that was begun has ended. */
    private static final long QUIET_MILLIS = 400;

    /**
     * A method was entered.
     *
     * @param file     the file it stands in, without the packages above the driver's
     * @param value    whether it belongs to a record, an enum or an interface's default methods
     * @param question whether it only answers from fields: it calls nothing and changes nothing
     * @param writes   whether it is how a line takes bytes
     * @param caller   the file of the driver or the component that calls it, if only by way of others' code; empty where a thread begins in it
     */
    record Entry(
            String thread,
            String file,
            String method,
            boolean value,
            boolean question,
            boolean writes,
            String caller) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Method, Entry> known = new HashMap<>();
    private final VirtualMachine machine;
    private final StringBuffer said = new StringBuffer();
    private final long end = System.nanoTime() + LIMIT_NANOS;

    MethodRecorder(String program) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("main").setValue(program);
        arguments.get("options").setValue("-cp \"" + System.getProperty("java.class.path") + "\" -Xmx256m");
        machine = connector.launch(arguments);
        collect(machine.process().getInputStream());
        collect(machine.process().getErrorStream());
        ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
        loaded.addClassFilter(program);
        loaded.enable();
    }

    private void collect(InputStream stream) {
        Thread reader = new Thread(() -> {
            try (stream) {
                int next = stream.read();
                while (next >= 0) {
                    said.append((char) next);
                    next = stream.read();
                }
            } catch (IOException e) {
                said.append(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    /** Lets the program run until it calls this method of its own, which has no arguments. */
    void awaitMark(String method) throws InterruptedException {
        await(() -> entries.stream().anyMatch(entry -> entry.method.equals(method)));
    }

    /** From now on the whole driver is watched; what it still does of earlier messages is over when this returns. */
    void awaitQuiet() throws InterruptedException {
        if (machine.eventRequestManager().methodEntryRequests().isEmpty()) {
            // not before: it makes the whole program slow
            watch();
        }
        while (take(QUIET_MILLIS)) {
            requireTime();
        }
        entries.clear();
    }

    /** The program waits for this. */
    void word() throws IOException {
        OutputStream input = machine.process().getOutputStream();
        input.write('\n');
        input.flush();
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    private void await(BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean()) {
            take(QUIET_MILLIS);
            requireTime();
        }
    }

    private void requireTime() {
        if (System.nanoTime() - end > 0) {
            throw new AssertionError("the program has not come to its end:\n" + said);
        }
    }

    private void watch() {
        MethodEntryRequest request = machine.eventRequestManager().createMethodEntryRequest();
        request.addClassFilter(ROOT + "*");
        OTHERS.forEach(request::addClassExclusionFilter);
        request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        request.enable();
    }

    /** Takes what happens next; false when nothing does for so long. */
    private boolean take(long millis) throws InterruptedException {
        EventSet events = machine.eventQueue().remove(millis);
        if (events == null) {
            return false;
        }
        for (Event event : events) {
            if (event instanceof ClassPrepareEvent prepared) {
                mark(prepared.referenceType());
            } else if (event instanceof BreakpointEvent reached) {
                note(reached.thread(), reached.location().method());
            } else if (event instanceof MethodEntryEvent entered) {
                note(entered.thread(), entered.method());
            } else if (event instanceof VMDeathEvent || event instanceof VMDisconnectEvent) {
                throw new AssertionError("the program ended early:\n" + said);
            }
        }
        events.resume();
        return true;
    }

    private void mark(ReferenceType program) {
        for (Method method : program.methods()) {
            if (method.isStatic() && method.argumentTypeNames().isEmpty() && !method.isSynthetic()) {
                machine.eventRequestManager()
                        .createBreakpointRequest(method.location())
                        .enable();
            }
        }
    }

    private void note(ThreadReference thread, Method method) {
        Entry entry = known.computeIfAbsent(method, MethodRecorder::entry);
        entries.add(new Entry(
                thread.name(), entry.file, entry.method, entry.value, entry.question, entry.writes, caller(thread)));
    }

    private static String caller(ThreadReference thread) {
        try {
            int depth = thread.frameCount();
            for (int i = 1; i < depth; i++) {
                String type = thread.frame(i).location().declaringType().name();
                if (type.startsWith(ROOT)) {
                    return file(type);
                }
            }
            return "";
        } catch (IncompatibleThreadStateException e) {
            throw new AssertionError("the thread goes on", e);
        }
    }

    private static String file(String type) {
        return NESTED.matcher(type).replaceFirst("").substring(ROOT.length());
    }

    private static Entry entry(Method method) {
        ReferenceType type = method.declaringType();
        String file = file(type.name());
        boolean generated = type.name().contains("$$Lambda") || method.isBridge();
        boolean value = generated
                || type instanceof ClassType kind
                        && (kind.isEnum() || kind.superclass().name().equals("java.lang.Record"))
                || type instanceof InterfaceType && !method.isStatic() && !method.isSynthetic();
        boolean line = type instanceof ClassType kind
                && kind.allInterfaces().stream().anyMatch(each -> each.name().equals(ROOT + "line.Line"));
        boolean writes = line && method.name().equals("write");
        return new Entry("", file, method.name(), value, Questions.isOne(method.bytecodes()), writes, "");
    }

    @Override
    public void close() {
        machine.process().destroyForcibly();
        try {
            machine.process().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a method does, by its instructions. */
    private static final class Questions {

        private static final int BIPUSH = 0x10;
        private static final int SIPUSH = 0x11;
        private static final int LDC = 0x12;
        private static final int LDC2_W = 0x14;
        private static final int ILOAD = 0x15;
        private static final int ALOAD = 0x19;
        private static final int ISTORE = 0x36;
        private static final int ASTORE = 0x3a;
        private static final int IASTORE = 0x4f;
        private static final int SASTORE = 0x56;
        private static final int IINC = 0x84;
        private static final int IFEQ = 0x99;
        private static final int GOTO = 0xa7;
        private static final int JSR = 0xa8;
        private static final int LOOKUPSWITCH = 0xab;
        private static final int IRETURN = 0xac;
        private static final int RETURN = 0xb1;
        private static final int GETSTATIC = 0xb2;
        private static final int GETFIELD = 0xb4;
        private static final int ARRAYLENGTH = 0xbe;
        private static final int CHECKCAST = 0xc0;
        private static final int INSTANCEOF = 0xc1;
        private static final int IFNULL = 0xc6;
        private static final int IFNONNULL = 0xc7;

        private Questions() {}

        /** Whether it answers something, calls nothing and changes nothing but its own variables. */
        static boolean isOne(byte[] code) {
            int at = 0;
            int last = -1;
            while (at < code.length) {
                last = code[at] & 0xff;
                int length = length(last);
                if (length == 0) {
                    return false;
                }
                at += length;
            }
            return last >= IRETURN && last < RETURN;
        }

        /** How long an instruction is; 0 for one that a question does not have. */
        private static int length(int code) {
            if (code >= IASTORE && code <= SASTORE || code >= JSR && code <= LOOKUPSWITCH) {
                return 0;
            }
            if (code <= SIPUSH) {
                return code < BIPUSH ? 1 : code == BIPUSH ? 2 : 3;
            }
            if (code <= LDC2_W) {
                return code == LDC ? 2 : 3;
            }
            if (code >= ILOAD && code <= ALOAD || code >= ISTORE && code <= ASTORE) {
                return 2;
            }
            if (code == IINC || code >= IFEQ && code <= GOTO || code == IFNULL || code == IFNONNULL) {
                return 3;
            }
            if (code < GETSTATIC || code == ARRAYLENGTH) {
                return 1;
            }
            return code == GETSTATIC || code == GETFIELD || code == CHECKCAST || code == INSTANCEOF ? 3 : 0;
        }
    }
}
