/// The providers' own routes: passed through when somebody waits, accepted when nobody does.
@NullMarked
package dev.offpeak.gateway.dropin;

import org.jspecify.annotations.NullMarked;
