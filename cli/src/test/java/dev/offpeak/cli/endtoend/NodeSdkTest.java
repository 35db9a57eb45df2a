package dev.offpeak.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// The official SDKs for Node, unpatched: one process for each file of the suite, one test for each of its cases.
@ExtendWith(OnStack.class)
@Order(3)
class NodeSdkTest {
    private static final Path NODE = World.project().resolve("examples/node");

    @TestFactory
    Stream<DynamicNode> the_suite(World world) throws IOException {
        if (!Program.isThere("node") || !Files.exists(NODE.resolve("node_modules"))) {
            return Stream.of(skipped("everything", "there is no node, or nobody ran npm ci --prefix examples/node"));
        }
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(NODE.resolve("suite"), "*.test.mjs")) {
            found.forEach(files::add);
        }
        assertThat(files).isNotEmpty();
        return files.stream().sorted().map(file -> file(world, file));
    }

    private static DynamicNode file(World world, Path file) {
        var name = String.valueOf(file.getFileName());
        return dynamicContainer(name, Stream.of(file).flatMap(path -> cases(world, path)));
    }

    private static Stream<DynamicTest> cases(World world, Path file) {
        try {
            var ended = Program.run(world, NODE, List.of("node", "--test-reporter=junit", file.toString()));
            var cases = cases(String.valueOf(file.getFileName()), ended.out());
            // a file that cannot be loaded has no cases, and one that failed has a case that did
            return cases.isEmpty()
                    ? Stream.of(dynamicTest("runs", () -> fail("status " + ended.status() + ": " + ended.out())))
                    : cases.stream();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            return Stream.of(dynamicTest("runs", () -> fail("it did not report", e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Stream.of(dynamicTest("runs", () -> fail("it was interrupted", e)));
        }
    }

    private static List<DynamicTest> cases(String file, String report)
            throws IOException, SAXException, ParserConfigurationException {
        int start = report.indexOf("<?xml");
        if (start < 0) {
            return List.of();
        }
        var xml = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(report.substring(start).getBytes(StandardCharsets.UTF_8)));
        var found = xml.getElementsByTagName("testcase");
        var cases = new ArrayList<DynamicTest>();
        for (int i = 0; i < found.getLength(); i++) {
            cases.add(test(file, (Element) found.item(i)));
        }
        return cases;
    }

    private static DynamicTest test(String file, Element reported) {
        var failures = reported.getElementsByTagName("failure");
        return dynamicTest(reported.getAttribute("name"), () -> {
            if (failures.getLength() > 0) {
                fail(file + ", " + reported.getAttribute("name") + ": "
                        + failures.item(0).getTextContent());
            }
            if (reported.getElementsByTagName("skipped").getLength() > 0) {
                abort(file + ", " + reported.getAttribute("name") + ": skipped by the suite");
            }
        });
    }

    private static DynamicTest skipped(String name, String why) {
        return dynamicTest(name, () -> abort(name + ": " + why));
    }
}
