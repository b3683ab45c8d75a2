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
package io.github.sim7028.modem.settings;

/** Whether the module may sleep. */
public enum PowerSaving {
    /** The module is kept awake: what lets it sleep is switched off at every bring-up. */
    OFF,
    /** The module sleeps most of the time, hears nothing meanwhile, and is woken for each message (3GPP power saving mode). */
    PSM,
    /** The module stays awake for the driver, and listens to the network at intervals only (3GPP extended DRX). */
    EDRX,
    /** No command is sent: the module sleeps as it is set. */
    KEEP
}
