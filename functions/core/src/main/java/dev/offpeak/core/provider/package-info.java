/// What a provider must offer: a dialect (pure) and two APIs (I/O).
@NullMarked
package dev.offpeak.core.provider;

import org.jspecify.annotations.NullMarked;
