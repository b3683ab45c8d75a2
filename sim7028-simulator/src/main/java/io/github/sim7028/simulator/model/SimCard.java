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
package io.github.sim7028.simulator.model;

import java.util.Objects;

/** The SIM card in the module: whether there is one, and which code it requires before it works. */
public final class SimCard {

    /** How often a wrong PIN may be tried. */
    public static final int PIN_TRIES = 3;

    /** How often a wrong PUK may be tried. */
    public static final int PUK_TRIES = 10;

    /** What {@code AT+CPIN?} says. */
    public enum State {
        /** Ready for use. */
        READY,
        /** Requires its PIN. */
        PIN,
        /** Blocked after three wrong PINs; requires its PUK. */
        PUK,
        /** Not there. */
        ABSENT
    }

    private final boolean present;
    private final String puk;
    private final String firstPin;
    private String pin;
    private int pinTries = PIN_TRIES;
    private int pukTries = PUK_TRIES;
    private boolean unlocked;

    private SimCard(boolean present, String pin, String puk) {
        this.present = present;
        this.firstPin = pin;
        this.pin = pin;
        this.puk = puk;
    }

    /** A card without a PIN. */
    public static SimCard ready() {
        return new SimCard(true, null, "12345678");
    }

    /** A card that requires this PIN after every start; its PUK is 12345678. */
    public static SimCard locked(String pin) {
        return new SimCard(true, Objects.requireNonNull(pin), "12345678");
    }

    /** An empty holder. */
    public static SimCard absent() {
        return new SimCard(false, null, "");
    }

    /** One like it, as it was when new. */
    public SimCard fresh() {
        return new SimCard(present, firstPin, puk);
    }

    /** The code that the card requires now. */
    public State state() {
        if (!present) {
            return State.ABSENT;
        } else if (pinTries == 0) {
            return State.PUK;
        }
        return pin == null || unlocked ? State.READY : State.PIN;
    }

    /** How many PINs may still be tried. */
    public int pinTries() {
        return pinTries;
    }

    /** How many PUKs may still be tried. */
    public int pukTries() {
        return pukTries;
    }

    /** Tries a PIN; a wrong one counts. */
    public boolean tryPin(String candidate) {
        if (pinTries == 0 || pin == null) {
            return false;
        }
        unlocked = pin.equals(candidate);
        pinTries = unlocked ? PIN_TRIES : pinTries - 1;
        return unlocked;
    }

    /** Tries the PUK and sets a new PIN. */
    public boolean tryPuk(String candidate, String newPin) {
        if (pukTries == 0) {
            return false;
        }
        if (!puk.equals(candidate)) {
            pukTries--;
            return false;
        }
        pin = newPin;
        pukTries = PUK_TRIES;
        pinTries = PIN_TRIES;
        unlocked = true;
        return true;
    }

    /** The module restarted: the PIN is wanted again, the tries stay counted. */
    public void powerCycle() {
        unlocked = false;
    }
}
