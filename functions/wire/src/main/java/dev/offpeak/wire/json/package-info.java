/// JSON read in place: values stay byte ranges of the array they came in, and no trees are built.
@NullMarked
package dev.offpeak.wire.json;

import org.jspecify.annotations.NullMarked;
