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
package io.github.sim7028.modem.report;

/**
 * The names and numbers of module and SIM card. The last three are personal data: {@link #toString()} masks them, so that a route that
 * logs its body does not log the numbers. A value that the module does not report is null.
 *
 * @param maker    the maker of the module (AT+CGMI)
 * @param model    the model of the module (AT+CGMM)
 * @param firmware the firmware of the module (AT+CGMR)
 * @param imei     the module's own number (AT+CGSN)
 * @param imsi     the subscriber's number on the SIM card (AT+CIMI); null also while the card requires its PIN
 * @param iccid    the SIM card's number (AT+CICCID, AT+ICCID)
 */
public record ModuleIdentity(String maker, String model, String firmware, String imei, String imsi, String iccid)
        implements AsMap {

    @Override
    public String toString() {
        return "ModuleIdentity[maker=" + maker + ", model=" + model + ", firmware=" + firmware + ", imei="
                + masked(imei) + ", imsi=" + masked(imsi) + ", iccid=" + masked(iccid) + "]";
    }

    private static String masked(String number) {
        return number == null ? "null" : "***";
    }
}
