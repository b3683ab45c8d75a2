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
package io.github.sim7028.line;

/** The reasons why a serial port cannot be opened, with what to do about them. */
final class SerialFault {

    static final String HOW_TO_LIST = "List the serial ports with: ls -l /dev/serial/by-id /dev/ttyUSB* /dev/ttyACM*";
    static final String USUAL_GROUP = "dialout";

    private SerialFault() {}

    /** The advice to a user who may not touch a device of that group. */
    static String permission(String group) {
        String wanted = "root".equals(group) ? USUAL_GROUP : group;
        return "Add the user this program runs as to the group '" + wanted + "' (sudo usermod -aG " + wanted
                + " USER) and restart the program; serial ports usually belong to the group '" + USUAL_GROUP + "'";
    }

    /**
     * Says what an error number means; to be put behind the device's name.
     *
     * @param path of the port
     * @param code errno, or on Windows the system's error code
     */
    static String inWords(String path, int code, boolean windows, SerialSettings settings) {
        return windows ? windows(code) : posix(path, code, settings);
    }

    private static String posix(String path, int code, SerialSettings settings) {
        return switch (code) {
            // 2 where the path was there a moment ago is jSerialComm's word for a port this JVM has open
            case 2, 11, 16, 35 ->
                " is in use: another program or another line of this one has it open." + " Find out with: fuser -v "
                        + path + "; ModemManager is a usual holder";
            case 1 ->
                ": the system does not permit to open it; inside a container the device must be passed in (--device)";
            case 13 -> ": no permission to read and write it. " + permission(USUAL_GROUP);
            case 5, 6, 19 -> " is there but does not answer (error " + code + "); was the modem unplugged?";
            case 22 -> " does not accept the settings " + settings + "; try 115200 8N1 without flow control";
            case 25 -> " is not a serial port. " + HOW_TO_LIST;
            default -> " cannot be opened (error " + code + ")";
        };
    }

    private static String windows(int code) {
        return switch (code) {
            case 2, 3 -> " does not exist; the Device Manager lists the ports under 'Ports (COM & LPT)'";
            case 5, 32 -> " is in use by another program";
            case 87 -> " does not accept these settings; try 115200 8N1 without flow control";
            default -> " cannot be opened (error " + code + ")";
        };
    }
}
