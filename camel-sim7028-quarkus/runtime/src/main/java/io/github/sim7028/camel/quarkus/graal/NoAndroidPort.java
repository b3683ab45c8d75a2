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
package io.github.sim7028.camel.quarkus.graal;

import com.fazecast.jSerialComm.SerialPort;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * The ports of Android, of which jSerialComm has code that cannot be linked anywhere else. A port of another system has none, so
 * nothing here is ever called; it has the methods that {@code SerialPort} names.
 */
@Substitute
@TargetClass(className = "com.fazecast.jSerialComm.android.AndroidPort", onlyWith = Absent.Android.class)
final class NoAndroidPort {

    private NoAndroidPort() {}

    private static UnsupportedOperationException none() {
        return new UnsupportedOperationException("there are no ports of Android");
    }

    @Substitute
    public int bytesAvailable() {
        throw none();
    }

    @Substitute
    public int bytesAwaitingWrite() {
        throw none();
    }

    @Substitute
    public boolean clearBreak() {
        throw none();
    }

    @Substitute
    public boolean clearDTR() {
        throw none();
    }

    @Substitute
    public boolean clearRTS() {
        throw none();
    }

    @Substitute
    public long closePortNative() {
        throw none();
    }

    @Substitute
    public boolean configPort(SerialPort port) {
        throw none();
    }

    @Substitute
    public boolean flushRxTxBuffers() {
        throw none();
    }

    @Substitute
    public boolean getCTS() {
        throw none();
    }

    @Substitute
    public static SerialPort[] getCommPortsNative() {
        throw none();
    }

    @Substitute
    public boolean getDCD() {
        throw none();
    }

    @Substitute
    public boolean getDSR() {
        throw none();
    }

    @Substitute
    public boolean getDTR() {
        throw none();
    }

    @Substitute
    public int getLastErrorCode() {
        throw none();
    }

    @Substitute
    public int getLastErrorLocation() {
        throw none();
    }

    @Substitute
    public boolean getRI() {
        throw none();
    }

    @Substitute
    public boolean getRTS() {
        throw none();
    }

    @Substitute
    public long openPortNative(SerialPort port) {
        throw none();
    }

    @Substitute
    public int readBytes(byte[] buffer, long count, long offset, int timeoutMode, int readTimeout) {
        throw none();
    }

    @Substitute
    public static void setAndroidContext(Object context) {
        throw none();
    }

    @Substitute
    public boolean setBreak() {
        throw none();
    }

    @Substitute
    public boolean setDTR() {
        throw none();
    }

    @Substitute
    public boolean setDTRandRTS(boolean dtr, boolean rts) {
        throw none();
    }

    @Substitute
    public void setEventListeningStatus(boolean on) {
        throw none();
    }

    @Substitute
    public boolean setRTS() {
        throw none();
    }

    @Substitute
    public int waitForEvent() {
        throw none();
    }

    @Substitute
    public int writeBytes(byte[] buffer, long count, long offset, int timeoutMode) {
        throw none();
    }
}
