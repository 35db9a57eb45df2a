/// What a reader can paste to call a running Offpeak.
@NullMarked
package dev.offpeak.cli.snippets;

import org.jspecify.annotations.NullMarked;
