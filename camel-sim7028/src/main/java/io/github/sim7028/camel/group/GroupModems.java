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
package io.github.sim7028.camel.group;

import io.github.sim7028.camel.config.HeaderNames;
import io.github.sim7028.camel.group.Ownership.Stay;
import io.github.sim7028.camel.message.NotSent;
import io.github.sim7028.camel.modem.ModemDirectory;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.modem.ModemNeeds;
import io.github.sim7028.camel.modem.StopTimeout;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.camel.Message;

/** The modems that a group has now; which of them a message is for, its header says. */
public final class GroupModems<T extends Post> implements Modems<T> {

    private final GroupMembers members;
    private final ModemDirectory directory;
    private final ModemNeeds needs;
    private final StopTimeout timeout;
    private final PostMaker<T> maker;
    private final Runnable closed;
    private final Map<String, T> posts = new ConcurrentHashMap<>();
    private final Part part = new InGroup();
    private final AtomicBoolean left = new AtomicBoolean();

    /**
     * @param needs  what the endpoint needs of each modem
     * @param maker  begins at each modem
     * @param closed is run when all modems have been given back
     */
    public GroupModems(
            GroupMembers members,
            ModemDirectory directory,
            ModemNeeds needs,
            StopTimeout timeout,
            PostMaker<T> maker,
            Runnable closed) {
        this.members = members;
        this.directory = directory;
        this.needs = needs;
        this.timeout = timeout;
        this.maker = maker;
        this.closed = closed;
    }

    /**
     * Begins at the modems that the group has. Only for a fixed group this waits until that is done.
     *
     * @param listen makes the group tell of them, if this is its first user; completes when the group has
     * @throws Sim7028ConfigurationException when one of the modems of a fixed group cannot be used; everything has been given back then
     */
    public void join(Supplier<CompletableFuture<Void>> listen) throws Sim7028ConfigurationException {
        CompletableFuture<Void> told = listen.get();
        if (!members.isFixed()) {
            members.join(part);
            return;
        }
        ModemHandle.await(told, timeout.left());
        ModemHandle.await(members.join(part), timeout.left());
        String failure = members.failure(part);
        if (failure != null) {
            close();
            throw new Sim7028ConfigurationException(failure);
        }
    }

    /** A modem that the group is starting is waited for. */
    @Override
    public CompletableFuture<T> of(Message message) throws Sim7028SendException {
        String modem = message.getHeader(HeaderNames.MODEM, String.class);
        if (modem == null || modem.isBlank()) {
            throw NotSent.refused(
                    "the header " + HeaderNames.MODEM + " is missing: modem=" + members.name()
                            + " is a group, and the header selects the modem; nothing was sent",
                    null);
        }
        String name = directory.nameOf(modem);
        T post = posts.get(name);
        if (post != null) {
            return CompletableFuture.completedFuture(post);
        }
        CompletableFuture<Void> starting = members.starting(name, part);
        if (starting == null) {
            return CompletableFuture.completedFuture(begun(name));
        }
        return starting.thenCompose(v -> {
            try {
                return CompletableFuture.completedFuture(begun(name));
            } catch (Sim7028SendException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private T begun(String modem) throws Sim7028SendException {
        T post = posts.get(modem);
        if (post == null) {
            // retryable, as the modem may come
            throw new Sim7028SendException(
                    "the modem " + ForeignText.quoted(modem) + " is not here: " + members.absence(modem, part)
                            + "; nothing was sent",
                    SendOutcome.NOT_SENT,
                    0,
                    0,
                    null,
                    true,
                    null);
        }
        return post;
    }

    @Override
    public void close() {
        if (left.compareAndSet(false, true)) {
            // the group is told of until everything has been given back
            CompletableFuture<Void> gone = members.leave(part).thenRun(closed);
            if (!ModemHandle.await(gone, timeout.left())) {
                timeout.waitExpired();
            }
        }
    }

    private final class InGroup implements Part {

        @Override
        public Stay begin(Ownership modem) throws Sim7028Exception {
            ModemHandle handle = directory.openMember(modem.modem(), needs, modem.profiles(), modem, modem.exclusive());
            try {
                T post = maker.begin(handle);
                posts.put(modem.modem(), post);
                return new Stay(handle, post);
            } catch (Sim7028Exception | RuntimeException | Error e) {
                handle.release("the modem cannot be used");
                throw e;
            }
        }

        @Override
        public void ended(String modem, Post post) {
            posts.remove(modem, post);
        }

        @Override
        public boolean hasLeft() {
            return left.get();
        }

        @Override
        public String toString() {
            return String.valueOf(needs.endpoint());
        }
    }
}
