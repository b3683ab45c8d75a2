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

/** The serving cell of the simulated network. */
public final class Cell {

    /** The network's country and operator. */
    public static final String OPERATOR = "46000";
    /** The cell's identity. */
    public static final int ID = 187_215_874;
    /** The same as {@code CEREG} shows it. */
    public static final String ID_HEX = String.format("%08X", ID);
    /** The tracking area as {@code CEREG} shows it. */
    public static final String TAC_HEX = "2A2E";
    /** The physical identity of the cell. */
    public static final int PCI = 42;

    private Cell() {}
}
