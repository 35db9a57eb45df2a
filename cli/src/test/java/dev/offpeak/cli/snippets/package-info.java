@NullMarked
package dev.offpeak.cli.snippets;

import org.jspecify.annotations.NullMarked;
