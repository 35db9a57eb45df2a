package dev.offpeak.core.provider;

import java.io.IOException;
import java.io.InputStream;

/// The request lines of a bundle as a stream that can be opened again; each line ends with `\n`.
public interface Lines {
    InputStream open() throws IOException;

    int count();

    long bytes();
}
