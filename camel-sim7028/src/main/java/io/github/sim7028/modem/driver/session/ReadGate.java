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
package io.github.sim7028.modem.driver.session;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the reader thread from running ahead: the thread waits here while enough bytes are under way or no receiver has room. */
final class ReadGate {

    /** How many bytes may be read and not yet looked at. */
    static final int MAX_UNDER_WAY = 256 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int underWay;
    private boolean paused;
    private boolean closed;

    /** Waits until the next read is welcome; false once the gate is closed. Reader thread only. */
    boolean await() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && (paused || underWay >= MAX_UNDER_WAY)) {
                changed.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void entered(int bytes) {
        change(bytes);
    }

    void left(int bytes) {
        change(-bytes);
    }

    /** Lets the line itself hold the peer back, where it can. */
    void pause(boolean pause) {
        lock.lock();
        try {
            paused = pause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void change(int bytes) {
        lock.lock();
        try {
            underWay += bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
