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
package io.github.sim7028.testarch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicApiTest {

    private abstract static class Hidden {

        public void inherited() {}

        void kept() {}
    }

    public static class Shape<T extends Comparable<T>> extends Hidden implements Function<List<? extends T>, String> {

        public static final String NAME = "shape";
        public final int size = 1;

        protected Shape() {}

        private Shape(int size) {}

        @Override
        public String apply(List<? extends T> list) {
            return "";
        }

        @Deprecated
        public synchronized void grow(int... by) throws java.io.IOException {}

        @Override
        public String toString() {
            return NAME;
        }
    }

    public record Pair(int left, String right) {

        public static Pair none() {
            return new Pair(0, "");
        }
    }

    public enum Side {
        LEFT,
        RIGHT
    }

    public sealed interface Either permits One {}

    public record One() implements Either {}

    @Test
    void aTypeIsItsSignatureAndThoseOfItsMembers() {
        assertThat(PublicApi.describe(Stream.of(Shape.class)))
                .containsExactly(
                        "public static class io.github.sim7028.testarch.PublicApiTest$Shape<T extends Comparable<T>>"
                                + " extends io.github.sim7028.testarch.PublicApiTest$Hidden"
                                + " implements java.util.function.Function<java.util.List<? extends T>, String>",
                        "    @Deprecated public void grow(int...) throws java.io.IOException",
                        "    protected Shape()",
                        "    public String apply(java.util.List<? extends T>)",
                        "    public final int size",
                        "    public static final String NAME = \"shape\"",
                        "    public void inherited()");
        assertThat(PublicApi.describe(Stream.of(Side.class, Pair.class)))
                .containsExactly(
                        "public static final record io.github.sim7028.testarch.PublicApiTest$Pair(int left, String right)",
                        "    public static io.github.sim7028.testarch.PublicApiTest$Pair none()",
                        "",
                        "public static final enum io.github.sim7028.testarch.PublicApiTest$Side",
                        "    LEFT",
                        "    RIGHT");
        assertThat(PublicApi.describe(Stream.of(Either.class)).get(0))
                .endsWith(" permits io.github.sim7028.testarch.PublicApiTest$One");
    }

    @Test
    void aChangeIsToldWithTheTypeItIsInAndTheCommandThatAcceptsIt() {
        List<String> listed = List.of("public class a.B", "    public int one()", "", "public record a.C(int x)");
        List<String> now = List.of("public class a.B", "    public int two()", "", "public record a.C(int x, int y)");

        assertThat(PublicApi.difference("some-module", listed, now))
                .contains(
                        "config/api/some-module.txt",
                        "  gone: a.B: public int one()",
                        "  new:  a.B: public int two()",
                        "  gone: public record a.C(int x)",
                        "  new:  public record a.C(int x, int y)",
                        "-pl some-module -am -Dtest=PublicApiTest",
                        "-Dsim7028.api.write=true")
                .doesNotContain("public class a.B");
    }

    @Test
    void onlyPublicTypesOfThePackageAreForUsers() {
        assertThat(PublicApi.ofPackages(List.of("io.github.sim7028.testarch")))
                .containsExactlyInAnyOrder(PublicApi.class, ClassCircles.class);
    }
}
