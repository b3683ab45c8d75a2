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
package io.github.sim7028.modem.driver.lifecycle;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.session.LineSession;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.WakeUp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.event.Level;

/**
 * Wakes a module that does not hear its UART: by the bean wakeUp, and by a few bytes at 9600 baud, to which the low-power UART of a sleeping
 * SIM7028 reacts. A module that is awake receives no more than noise, which the next command ends.
 */
@OnLoop
final class ModuleWakeUp {

    /** At which the low-power UART listens, in bits per second. */
    static final int LOW_RATE = 9600;

    static final Duration BEAN_LIMIT = Duration.ofSeconds(10);

    private static final byte[] CALL = "AT\r".getBytes(StandardCharsets.ISO_8859_1);

    private final String modem;
    private final WakeUp bean;
    private final boolean transparent;
    /** Whether waking is all in a day's work. */
    private final boolean sleeps;

    private final ModemRuntime runtime;
    private final Loop loop;
    private final BeanCall beans;
    /** Whether the bean failed the last time, which has been logged. */
    private boolean beanFails;
    /** Whether it has been said since the module answered last. */
    private boolean told;

    ModuleWakeUp(ModemProfile profile, ModemRuntime runtime, Loop loop) {
        modem = profile.name();
        bean = profile.power().wakeUp();
        sleeps = profile.power().sleeps();
        transparent = profile.transfer().transparent();
        this.runtime = runtime;
        this.loop = loop;
        beans = new BeanCall(runtime, loop);
    }

    /** The module has answered. */
    void answered() {
        told = false;
    }

    /** Does what can be done to wake it; {@code then} runs on the loop, whether that did anything or not. */
    void wake(LineSession session, Runnable then) {
        if (bean == null) {
            callAtLowRate(session, then);
            return;
        }
        say("the bean wakeUp");
        beans.run(() -> bean.wakeUp(modem), BEAN_LIMIT, "the bean took more than ten seconds", failure -> {
            if (failure != null) {
                LOG.atLevel(beanFails ? Level.DEBUG : Level.WARN)
                        .log("Modem '{}': the bean wakeUp failed: {}", modem, failure.toString());
                LOG.debug("Modem '{}': exception of the bean wakeUp", modem, failure);
            }
            beanFails = failure != null;
            callAtLowRate(session, then);
        });
    }

    /** Where the module may take bytes for payload they are not sent: the peer would receive them. */
    private void callAtLowRate(LineSession session, Runnable then) {
        if (transparent || session.dialogue().owed().length > 0) {
            then.run();
            return;
        }
        runtime.runNative(() -> {
            boolean written = writeAtLowRate(session);
            loop.execute(() -> {
                if (written) {
                    say("bytes at " + LOW_RATE + " baud");
                }
                then.run();
            });
        });
    }

    private boolean writeAtLowRate(LineSession session) {
        try {
            return session.writeAt(LOW_RATE, CALL);
        } catch (IOException e) {
            // the next command says so, too
            LOG.debug("Modem '{}': the line could not be used at {} baud", modem, LOW_RATE, e);
            return false;
        }
    }

    private void say(String by) {
        LOG.atLevel(told || sleeps ? Level.DEBUG : Level.INFO)
                .log("Modem '{}': the module may be asleep, and is woken by {}", modem, by);
        told = true;
    }
}
