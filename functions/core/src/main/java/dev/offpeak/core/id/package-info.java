/// Identities: one wrapped type per thing that can be named.
@NullMarked
package dev.offpeak.core.id;

import org.jspecify.annotations.NullMarked;
