/// The gateway function: one HTTPS event in, one answer out.
@NullMarked
package dev.offpeak.gateway;

import org.jspecify.annotations.NullMarked;
