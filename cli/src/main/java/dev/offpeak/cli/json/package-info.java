/// The one way JSON is read and written here.
@NullMarked
package dev.offpeak.cli.json;

import org.jspecify.annotations.NullMarked;
