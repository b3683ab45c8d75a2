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
package io.github.sim7028.modem;

/** The modems of one component: one {@link Modem} a profile name, shared by counted leases. */
public final class ModemRegistry {

    public ModemRegistry(ModemRuntime runtime) {}

    /** A share in the modem of this profile; the first one starts it in the background, without waiting. */
    public ModemLease lease(ModemProfile profile) throws Sim7028ConfigurationException {
        return null;
    }
}
