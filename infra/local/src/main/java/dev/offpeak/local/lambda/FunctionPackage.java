package dev.offpeak.local.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A function package unpacked on disk: native when it holds a `bootstrap`, else Quarkus on the JVM.
public record FunctionPackage(Path directory) {

    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String MAIN = "io.quarkus.runner.GeneratedMain";
    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

    /// Unpacks a zip into an emptied folder; a folder is used as it is.
    public static FunctionPackage open(Path source, Path target) {
        if (Files.isDirectory(source)) {
            return new FunctionPackage(source.toAbsolutePath());
        }
        if (!Files.isRegularFile(source)) {
            throw new IllegalStateException("no function package at " + source + ": build the functions first");
        }
        try {
            empty(target);
            unzip(source, target);
            return new FunctionPackage(target.toAbsolutePath());
        } catch (IOException broken) {
            throw new UncheckedIOException("the function package " + source + " cannot be unpacked", broken);
        }
    }

    public boolean isNative() {
        return Files.exists(directory.resolve("bootstrap"));
    }

    /// The command of one sandbox.
    ///
    /// @param runtimeClient the folder with AWS' runtime interface client, used on the JVM only
    public List<String> command(int memoryMegabytes, Path runtimeClient) {
        if (isNative()) {
            return List.of(directory.resolve("bootstrap").toString());
        }
        String classPath = String.join(
                File.pathSeparator,
                directory.toString(),
                directory.resolve("lib") + File.separator + "*",
                runtimeClient.toAbsolutePath() + File.separator + "*");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memoryMegabytes * 7 / 10 + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.net.preferIPv4Stack=true"));
        if (bringsItsLoop()) {
            command.addAll(List.of("-cp", classPath, MAIN));
            return List.copyOf(command);
        }
        NativeClient.library(runtimeClient).ifPresent(library -> command.add(NativeClient.PROPERTY + library));
        command.addAll(List.of("-cp", classPath, RUNTIME, HANDLER));
        return List.copyOf(command);
    }

    /// A package without Quarkus' handler for AWS' client has a poll loop of its own, on the JVM as natively.
    private boolean bringsItsLoop() {
        if (!Files.exists(directory.resolve("io/quarkus/runner/GeneratedMain.class"))) {
            return false;
        }
        try (Stream<Path> jars = Files.list(directory.resolve("lib"))) {
            return jars.map(jar -> jar.getFileName().toString())
                    .noneMatch(name -> name.matches("(.*\\.)?quarkus-amazon-lambda-[0-9].*"));
        } catch (IOException broken) {
            throw new UncheckedIOException("the libraries in " + directory + " cannot be listed", broken);
        }
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private static void unzip(Path source, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(source.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the entry " + entry.getName() + " leaves the package");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    copy(zip, entry, file);
                }
            }
        }
    }

    private static void copy(ZipFile zip, ZipEntry entry, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        if (entry.getName().equals("bootstrap") && !file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
