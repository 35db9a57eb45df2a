package dev.offpeak.local.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// The native half of AWS' runtime interface client, unpacked once for all sandboxes.
///
/// Left to itself, every process writes it to the same file in `/tmp` before loading it, and one that starts while
/// another is writing loads half a library and dies of SIGBUS.
final class NativeClient {

    static final String PROPERTY = "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=";

    private static final Path MUSL = Path.of("/lib/ld-musl-x86_64.so.1");
    private static final Path MUSL_ARM = Path.of("/lib/ld-musl-aarch64.so.1");

    private NativeClient() {}

    /// The library for this machine; empty where AWS has none.
    static Optional<Path> library(Path runtimeClient) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String libc = Files.exists(MUSL) || Files.exists(MUSL_ARM) ? "linux_musl" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        return Optional.of(runtimeClient
                        .toAbsolutePath()
                        .resolve("jni")
                        .resolve("libaws-lambda-jni." + libc + "-" + processor + ".so"))
                .filter(library -> system.equals("linux") && Files.exists(library));
    }
}
