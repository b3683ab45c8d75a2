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
package io.github.sim7028.simulator.net;

import io.github.sim7028.simulator.engine.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The module's links by number. */
public final class Links {

    private final EventLoop loop;
    private final Duration release;
    private final Link[] links;
    /** Until when each number stays taken though its link is closed. */
    private final long[] takenUntil;
    /** The link whose turn comes first. */
    private int first;

    /**
     * @param count how many there are
     * @param release how long a number stays taken after its link was closed
     */
    public Links(EventLoop loop, int count, Duration release) {
        this.loop = loop;
        this.release = release;
        this.links = new Link[count];
        this.takenUntil = new long[count];
        release();
    }

    /** No number stays taken any more because of a closed link. */
    public void release() {
        Arrays.fill(takenUntil, System.nanoTime());
    }

    /** Everything that is due on the links. */
    public void turn() {
        int begin = first;
        for (int i = 0; i < links.length; i++) {
            Link link = links[(begin + i) % links.length];
            if (link != null) {
                link.turn();
            }
        }
    }

    /** The next turn begins behind this link. */
    public void nextTurnBehind(int number) {
        first = (number + 1) % links.length;
    }

    /** The link of this number, or null if it was never opened. */
    public Link link(int number) {
        return number < links.length ? links[number] : null;
    }

    /** Whether the number is free for a new link: nothing is open or being opened there, or was just now. */
    public boolean isFree(int number) {
        boolean unused = links[number] == null || links[number].state() == Link.State.ENDED;
        return unused && takenUntil[number] - System.nanoTime() <= 0;
    }

    /** Takes a link in. */
    public void add(Link link) {
        links[link.number()] = link;
    }

    /** Forgets a link. */
    public void remove(Link link) {
        if (links[link.number()] == link) {
            links[link.number()] = null;
        }
    }

    /** Closes a link as CIPCLOSE does; its number may stay taken for a while. */
    public void close(Link link) {
        remove(link);
        link.close();
        long taken = release.toNanos();
        takenUntil[link.number()] = System.nanoTime() + taken;
        if (taken > 0) {
            // a server may have a client for it then
            loop.schedule(release.toMillis() + 1, TimeUnit.MILLISECONDS, () -> {});
        }
    }

    /** Whether the link is still the one of its number. */
    public boolean has(Link link) {
        return links[link.number()] == link;
    }

    /** The links that are open. */
    public List<Link> opened() {
        return in(Link.State.OPEN);
    }

    /** The links that are being opened. */
    public List<Link> opening() {
        return in(Link.State.OPENING);
    }

    private List<Link> in(Link.State state) {
        List<Link> found = new ArrayList<>();
        for (Link link : links) {
            if (link != null && link.state() == state) {
                found.add(link);
            }
        }
        return found;
    }

    /** Ends all of them at once. */
    public void abortAll() {
        for (int i = 0; i < links.length; i++) {
            if (links[i] != null) {
                Link link = links[i];
                links[i] = null;
                link.abort();
            }
        }
    }
}
