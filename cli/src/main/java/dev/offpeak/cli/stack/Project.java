package dev.offpeak.cli.stack;

import dev.offpeak.cli.terminal.Trouble;
import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that is run, and where in it a run leaves its traces.
///
/// @param root the folder of the `offpeak` script
/// @param caller the folder the script was called from, which relative paths are meant from
public record Project(Path root, Path caller) {

    /// Told by the script; without it, the nearest folder above that holds `infra/template.yaml`.
    public static Project find() {
        Path here = Path.of("").toAbsolutePath();
        String root = System.getProperty("offpeak.root");
        Path caller = Path.of(System.getProperty("offpeak.caller", here.toString()));
        return new Project(root == null ? above(here) : Path.of(root), caller);
    }

    /// Home of the stack that `up` starts.
    public Path run() {
        return root.resolve(".offpeak/run");
    }

    /// Homes of the stacks that demos start.
    public Path demos() {
        return root.resolve(".offpeak/demo");
    }

    /// A path for people: relative to where they are, if it lies there.
    public String shown(Path path) {
        return path.startsWith(caller) ? caller.relativize(path).toString() : path.toString();
    }

    private static Path above(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("infra/template.yaml"))) {
                return folder;
            }
        }
        throw new Trouble("no Offpeak checkout at or above " + start);
    }
}
