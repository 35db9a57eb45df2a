/// Takes messages in: validates, de-duplicates, routes and stages them.
@NullMarked
package dev.offpeak.workers.intake;

import org.jspecify.annotations.NullMarked;
