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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Packs a repository that Maven has written as a bundle for Maven Central, after it has checked what Central and users want of it.
 * The same files make a bundle of the same bytes.
 */
final class Bundle {

    private static final String GROUP = "io.github.sim7028";

    /** Wanted in each POM, or in one of its parents. */
    private static final List<String> WANTED = List.of(
            "name", "description", "url", "licenses/license/name", "licenses/license/url", "developers/developer/name",
            "scm/url", "scm/connection", "scm/developerConnection", "issueManagement/url");

    /** Of each file, by the ending of the file with the sum. */
    private static final Map<String, String> CHECKSUMS = Map.of("md5", "MD5", "sha1", "SHA-1");

    private final Path repository;
    private final String version;
    private final Map<String, Element> poms = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private Bundle(Path repository, String version) {
        this.repository = repository;
        this.version = version;
    }

    /** Takes the repository, the version that all of it has, and the file to write. */
    public static void main(String[] arguments) throws Exception {
        Bundle bundle = new Bundle(Path.of(arguments[0]), arguments[1]);
        bundle.check();
        if (!bundle.complaints.isEmpty()) {
            bundle.complaints.forEach(complaint -> System.err.println("This bundle cannot be released: " + complaint));
            System.exit(1);
        }
        bundle.pack(Path.of(arguments[2]));
    }

    private void check() throws Exception {
        List<Path> files = files();
        boolean signed = files.stream().anyMatch(file -> Files.exists(Path.of(file + ".asc")));
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!file.startsWith(repository.resolve(GROUP.replace('.', '/')))
                    || !file.getParent().getFileName().toString().equals(version)) {
                complain(file, "does not belong to version " + version + " of " + GROUP);
            } else if (name.endsWith(".jar")) {
                checkTerms(file);
            } else if (name.endsWith(".pom")) {
                Element pom = parse(file);
                poms.put(text(pom, "artifactId"), pom);
            }
            checkSums(file);
            if (signed && !Files.exists(Path.of(file + ".asc"))) {
                complain(file, "is not signed, other files are");
            }
        }
        for (String artifact : poms.keySet()) {
            checkPom(artifact);
            checkFiles(artifact);
        }
        checkBom();
    }

    private void checkTerms(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (String terms : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
                if (file.getEntry(terms) == null) {
                    complain(jar, "has no " + terms);
                }
            }
        }
    }

    private void checkSums(Path file) throws Exception {
        for (Map.Entry<String, String> checksum : CHECKSUMS.entrySet()) {
            Path sum = Path.of(file + "." + checksum.getKey());
            byte[] digest = MessageDigest.getInstance(checksum.getValue()).digest(Files.readAllBytes(file));
            if (!Files.exists(sum) || !Files.readString(sum).equals(HexFormat.of().formatHex(digest))) {
                complain(sum, "is missing or wrong");
            }
        }
    }

    private void checkPom(String artifact) {
        for (String wanted : WANTED) {
            String value = null;
            for (Element pom = poms.get(artifact); pom != null && value == null; pom = parent(pom)) {
                value = text(pom, wanted);
            }
            if (value == null) {
                complaints.add("the POM of " + artifact + " has no " + wanted);
            }
        }
        Element pom = poms.get(artifact);
        String parent = text(pom, "parent/artifactId");
        if (parent != null && !poms.containsKey(parent)) {
            complaints.add(parent + " is missing, the parent of " + artifact);
        }
        for (Element dependency : elements(pom, "dependencies/dependency")) {
            String needed = text(dependency, "artifactId");
            if (GROUP.equals(text(dependency, "groupId"))
                    && !"test".equals(text(dependency, "scope"))
                    && !poms.containsKey(needed)) {
                complaints.add(needed + " is missing, which " + artifact + " needs");
            }
        }
    }

    private void checkFiles(String artifact) throws Exception {
        String packaging = text(poms.get(artifact), "packaging");
        if (packaging != null && !packaging.equals("jar")) {
            return;
        }
        Path directory = repository.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve(version);
        for (String kind : List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", "-cyclonedx.xml")) {
            Path file = directory.resolve(artifact + '-' + version + kind);
            if (!Files.exists(file)) {
                complain(file, "is missing");
            } else if (kind.endsWith(".xml")) {
                checkBillOfMaterials(file, poms.get(artifact));
            }
        }
    }

    /** It names what the POM needs at run time, and nothing that changes from one build to the next. */
    private void checkBillOfMaterials(Path file, Element pom) throws Exception {
        Element bill = parse(file);
        if (bill.hasAttribute("serialNumber") || text(bill, "metadata/timestamp") != null) {
            complain(file, "has a serial number or a time, so that the next build has other bytes");
        }
        Set<String> named = elements(bill, "components/component").stream()
                .map(component -> text(component, "name"))
                .collect(Collectors.toSet());
        for (Element dependency : elements(pom, "dependencies/dependency")) {
            String needed = text(dependency, "artifactId");
            if (!"test".equals(text(dependency, "scope")) && !named.contains(needed)) {
                complain(file, "does not name " + needed);
            }
        }
    }

    /** The BOM names all there is, but itself and parents. */
    private void checkBom() {
        Set<String> given = new TreeSet<>(poms.keySet());
        given.removeIf(artifact -> artifact.endsWith("-parent") || artifact.endsWith("-bom"));
        Element bom = poms.get("camel-sim7028-bom");
        Set<String> named = bom == null
                ? Set.of()
                : elements(bom, "dependencyManagement/dependencies/dependency").stream()
                        .map(dependency -> text(dependency, "artifactId"))
                        .collect(Collectors.toCollection(TreeSet::new));
        if (!given.equals(named)) {
            complaints.add("the BOM names " + named + ", the bundle has " + given);
        }
    }

    private void pack(Path bundle) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(repository)) {
            all = found.filter(Files::isRegularFile).filter(file -> !isMetadata(file)).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(bundle);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : all) {
                ZipEntry entry = new ZipEntry(repository.relativize(file).toString().replace('\\', '/'));
                entry.setLastModifiedTime(FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        System.out.println(poms.size() + " modules, " + all.size() + " files in " + bundle.getFileName());
    }

    /** What is released, without sums and signatures. */
    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(repository)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !isMetadata(file) && !file.toString().matches(".*\\.(md5|sha\\d+|asc)"))
                    .sorted()
                    .toList();
        }
    }

    /** Central keeps its own. */
    private static boolean isMetadata(Path file) {
        return file.getFileName().toString().startsWith("maven-metadata");
    }

    private static Element parse(Path file) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    private Element parent(Element pom) {
        String parent = text(pom, "parent/artifactId");
        return parent == null ? null : poms.get(parent);
    }

    private static String text(Element from, String path) {
        List<Element> found = elements(from, path);
        return found.isEmpty() ? null : found.get(0).getTextContent().strip();
    }

    private static List<Element> elements(Element from, String path) {
        List<Element> found = List.of(from);
        for (String name : path.split("/")) {
            found = found.stream()
                    .flatMap(element -> children(element).filter(child -> child.getNodeName().equals(name)))
                    .toList();
        }
        return found;
    }

    private static Stream<Element> children(Element of) {
        NodeList nodes = of.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }

    private void complain(Path file, String what) {
        complaints.add(repository.relativize(file) + " " + what);
    }
}
