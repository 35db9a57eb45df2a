/// State machines: pure, named transitions whose result is a value.
@NullMarked
package dev.offpeak.core.state;

import org.jspecify.annotations.NullMarked;
