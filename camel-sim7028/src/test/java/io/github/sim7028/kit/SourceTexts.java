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
package io.github.sim7028.kit;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The texts for people in the sources of a module, as the compiler sees them: literals and what is put together of literals, with … where a value
 * is put in. Without what is logged below WARN, and without patterns.
 */
public final class SourceTexts {

    /** Fewer words are names, and parts of commands. */
    private static final int LEAST_WORDS = 3;

    /** A text without such a part only puts others together. */
    private static final int LEAST_PART = 9;

    private static final String LOGGED_BELOW_WARN = "(?:LOG|log|logger)\\.(?:info|debug|trace)";

    /** A regular expression, a command, a line of a file. */
    private static final Pattern PATTERN = Pattern.compile("^AT\\+|^#|\\(\\?|\\?\\(|\\\\\\+|: \\?|, \\?");

    private SourceTexts() {}

    /** Each text begins with the name of its file and a blank. */
    public static Set<String> of(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<String> texts = new TreeSet<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> tree = Files.walk(sources)) {
            List<Path> paths =
                    tree.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            for (CompilationUnitTree unit : task.parse()) {
                String file =
                        Path.of(unit.getSourceFile().toUri()).getFileName().toString();
                new Scanner(file.replace(".java", ""), texts).scan(unit, null);
            }
        }
        return texts;
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private final String file;
        private final Set<String> texts;

        Scanner(String file, Set<String> texts) {
            this.file = file;
            this.texts = texts;
        }

        @Override
        public Void visitAnnotation(AnnotationTree annotation, Void none) {
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            return method.getName().contentEquals("toString") ? null : super.visitMethod(method, none);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            return call.getMethodSelect().toString().matches(LOGGED_BELOW_WARN)
                    ? null
                    : super.visitMethodInvocation(call, none);
        }

        @Override
        public Void visitBinary(BinaryTree binary, Void none) {
            if (binary.getKind() == Tree.Kind.PLUS && holdsText(binary)) {
                add(binary);
                return null;
            }
            return super.visitBinary(binary, none);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void none) {
            if (literal.getValue() instanceof String) {
                add(literal);
            }
            return null;
        }

        private static boolean holdsText(Tree tree) {
            boolean[] found = {false};
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitLiteral(LiteralTree literal, Void none) {
                    found[0] |= literal.getValue() instanceof String;
                    return null;
                }
            }.scan(tree, null);
            return found[0];
        }

        private void add(ExpressionTree expression) {
            for (String text : forms(expression)) {
                String shown = text.replace("{}", "…")
                        .replaceAll("%[0-9]*[a-zA-Z]", "…")
                        .replaceAll("…+", "…")
                        .replaceAll("\\s+", " ")
                        .strip();
                if (!PATTERN.matcher(shown).find() && isForPeople(shown)) {
                    texts.add(file + " " + shown);
                }
            }
        }

        private static boolean isForPeople(String text) {
            return text.replace("…", " ").strip().split("\\s+").length >= LEAST_WORDS
                    && Stream.of(text.split("…")).anyMatch(part -> part.strip().length() >= LEAST_PART);
        }

        /** All that an expression can be, as a condition in it makes two of one. */
        private static Set<String> forms(ExpressionTree expression) {
            Set<String> forms = new LinkedHashSet<>();
            if (expression instanceof ParenthesizedTree parenthesized) {
                return forms(parenthesized.getExpression());
            } else if (expression instanceof LiteralTree literal) {
                forms.add(String.valueOf(literal.getValue()));
            } else if (expression instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
                for (String left : forms(binary.getLeftOperand())) {
                    forms(binary.getRightOperand()).forEach(right -> forms.add(left + right));
                }
            } else if (expression instanceof ConditionalExpressionTree condition) {
                forms.addAll(forms(condition.getTrueExpression()));
                forms.addAll(forms(condition.getFalseExpression()));
            } else {
                forms.add("…");
            }
            return forms;
        }
    }
}
