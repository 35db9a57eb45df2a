package dev.offpeak.cli.stack;

import dev.offpeak.cli.terminal.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for one run, gone afterwards unless somebody has to look into its logs.
public record Home(Path folder) {

    /// Makes one.
    ///
    /// @param parent where the folder is made; what earlier runs left there stays
    public static Home fresh(Path parent) {
        try {
            Files.createDirectories(parent);
            return new Home(Files.createTempDirectory(parent, "run-"));
        } catch (IOException broken) {
            throw new Trouble("no folder can be made in " + parent + ": " + broken.getMessage(), broken);
        }
    }

    public void delete() {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException broken) {
            throw new Trouble("the folder " + folder + " could not be deleted: " + broken.getMessage(), broken);
        }
    }
}
