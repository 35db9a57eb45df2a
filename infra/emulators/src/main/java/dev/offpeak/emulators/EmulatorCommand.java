package dev.offpeak.emulators;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command line that runs [EmulatorMain] with the emulator jars and nothing else on its class path.
final class EmulatorCommand {

    /// Names the folder of the emulator jars when they are not below `infra/emulators`.
    static final String LIBRARY_PROPERTY = "offpeak.emulators.lib";

    private EmulatorCommand() {}

    static List<String> of(EmulatorKind kind, int port, Optional<Path> data, Pace pace) {
        Path library = library();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Djava.net.preferIPv4Stack=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=emulator-logback.xml",
                "-Dlog4j2.level=ERROR",
                "-Dsqlite4java.library.path=" + library,
                "-cp",
                own() + File.pathSeparator + library + File.separator + "*",
                "dev.offpeak.emulators.EmulatorMain",
                kind.label(),
                "--port",
                Integer.toString(port)));
        data.ifPresent(folder ->
                command.addAll(List.of("--data", folder.toAbsolutePath().toString())));
        if (!pace.equals(Pace.REAL)) {
            command.addAll(List.of("--since", pace.since().toString(), "--speed", Double.toString(pace.speed())));
        }
        return command;
    }

    private static Path library() {
        String named = System.getProperty(LIBRARY_PROPERTY);
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("infra/emulators/target/lib");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no infra/emulators/target/lib above " + start
                + ": build it with ./mvnw -pl infra/emulators package, or set -D" + LIBRARY_PROPERTY);
    }

    private static Path own() {
        try {
            return Path.of(EmulatorCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
